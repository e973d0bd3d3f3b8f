package dev.rondo.runtime;

import dev.rondo.runtime.math.F64;

/** The functions that an initial value may use, by the names that the language gives them. */
final class InitialFunctions {
  private static final double LEAK = 0.01;

  private InitialFunctions() {}

  static double apply(String function, double... x) {
    return switch (x.length) {
      case 1 -> one(function, x[0]);
      case 2 -> two(function, x[0], x[1]);
      case 3 -> three(function, x[0], x[1], x[2]);
      default -> throw unknown(function, x.length);
    };
  }

  private static double one(String function, double x) {
    return switch (function) {
      case "-" -> -x;
      case "+" -> x;
      case "sigmoid" -> F64.sigmoid(x);
      case "tanh" -> F64.tanh(x);
      case "relu" -> F64.relu(x);
      case "leaky_relu" -> F64.leakyRelu(x, LEAK);
      case "elu" -> F64.elu(x, 1);
      case "gelu" -> F64.gelu(x);
      case "silu" -> F64.silu(x);
      case "softplus" -> F64.softplus(x);
      case "log_sigmoid" -> F64.logSigmoid(x);
      case "exp" -> F64.exp(x);
      case "log" -> F64.log(x);
      case "sqrt" -> F64.sqrt(x);
      case "abs" -> F64.abs(x);
      case "sign" -> F64.sign(x);
      case "step" -> F64.step(x);
      case "floor" -> F64.floor(x);
      case "round" -> F64.round(x);
      case "sin" -> F64.sin(x);
      case "cos" -> F64.cos(x);
      case "erf" -> F64.erf(x);
      default -> throw unknown(function, 1);
    };
  }

  private static double two(String function, double x, double y) {
    return switch (function) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> x / y;
      case "^" -> F64.pow(x, y);
      case "min" -> F64.min(x, y);
      case "max" -> F64.max(x, y);
      case "mod" -> F64.mod(x, y);
      case "logaddexp" -> F64.logaddexp(x, y);
      case "leaky_relu" -> F64.leakyRelu(x, y);
      case "elu" -> F64.elu(x, y);
      case "<" -> F64.less(x, y);
      case ">" -> F64.greater(x, y);
      case "<=" -> F64.lessEqual(x, y);
      case ">=" -> F64.greaterEqual(x, y);
      case "==" -> F64.equal(x, y);
      case "!=" -> F64.notEqual(x, y);
      default -> throw unknown(function, 2);
    };
  }

  private static double three(String function, double x, double y, double z) {
    return switch (function) {
      case "clamp" -> F64.min(F64.max(x, y), z);
      case "where" -> x != 0 ? y : z;
      default -> throw unknown(function, 3);
    };
  }

  private static IllegalArgumentException unknown(String function, int arguments) {
    return new IllegalArgumentException(
        "no function '" + function + "' of " + arguments + " in an initial value");
  }
}

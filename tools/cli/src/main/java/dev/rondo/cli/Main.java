package dev.rondo.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code rondo} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Session.ofProcess(), args));
  }

  /** The whole command but for leaving the process. */
  static int run(Session session, String... args) {
    ExplainFailure explain = new ExplainFailure(session, List.of(args));
    try {
      int code = commandLine(session, explain).execute(args);
      return session.failure().map(explain::outputFailed).orElse(code);
    } catch (RuntimeException | Error e) { // picocli's own, or ours while it looks at a command
      return explain.explain(e);
    }
  }

  static CommandLine commandLine(Session session, ExplainFailure explain) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new CheckCommand(session))
            .addSubcommand(new TrainCommand(session))
            .addSubcommand(new EvalCommand(session))
            .addSubcommand(new PredictCommand(session))
            .addSubcommand(new SampleCommand(session))
            .addSubcommand(new ExportCommand(session))
            .addSubcommand(new ExplainCommand(session))
            .addSubcommand(new GradcheckCommand(session))
            .addSubcommand(new BenchCommand(session))
            .addSubcommand(new ShowCommand(session))
            .addSubcommand(new FmtCommand(session))
            .addSubcommand(new NewCommand(session));
    line.getCommandSpec().addOption(help());
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().addOption(help()));
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        Help.defaultColorScheme(session.colour() == Colour.ANSI ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> explain.explain(e));
    line.setParameterExceptionHandler((e, words) -> usage(session, e));
    return line;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help.")
        .build();
  }

  private static int usage(Session session, ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = e.getMessage();
    String help = "";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      boolean option = unmatched.isUnknownOption();
      boolean command = !option && e.getCommandLine().getParent() == null;
      message =
          option
              ? "there is no option " + first
              : command ? "there is no command '" + first + "'" : "'" + first + "' is one too many";
      List<String> near = option || command ? unmatched.getSuggestions() : List.of();
      help = near.isEmpty() ? "" : "   help: did you mean " + String.join(" or ", near) + "?\n";
    }
    StringBuilder text = new StringBuilder(name + ": error: " + message + "\n" + help);
    text.append("   try: ").append(name).append(" --help\n");
    session.err().print(session.colour().message(text.toString()));
    return ExitCode.USAGE;
  }

  @Command(
      name = "rondo",
      description = "A language and compiler for recurrent neural networks.",
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "FILE is a model file, model.rondo, or one of its models, model.rondo:Model.",
        "",
        "Example:",
        "  rondo train examples/sunspots/sunspots.rondo",
        "",
        "Exit code: 0 done, 1 the input is wrong, 2 wrong usage, 70 a bug of ours,",
        "71 no space or memory, 130 interrupted."
      })
  private static final class Root implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
  }
}

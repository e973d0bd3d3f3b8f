package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Piece.Role;
import dev.rondo.grammar.RondoBaseVisitor;
import dev.rondo.grammar.RondoLexer;
import dev.rondo.grammar.RondoParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.RuleNode;
import org.antlr.v4.runtime.tree.TerminalNode;

/** ANTLR's tokens and tree to {@link Piece}s, comments among them. */
final class ReadPieces extends RondoBaseVisitor<Void> {
  private final Map<Integer, Role> roles = new HashMap<>();

  private ReadPieces() {}

  static List<Piece> read(Source source, CommonTokenStream tokens, RondoParser.FileContext file) {
    ReadPieces pass = new ReadPieces();
    pass.visit(file);
    List<Piece> pieces = new ArrayList<>();
    for (Token token : tokens.getTokens()) {
      if (token.getType() != RondoLexer.SPACE && token.getType() != Token.EOF) {
        Role role = pass.roles.getOrDefault(token.getTokenIndex(), Role.OTHER);
        Span span = new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
        boolean code = token.getChannel() == Token.DEFAULT_CHANNEL;
        pieces.add(new Piece(code ? role : Role.COMMENT, span));
      }
    }
    return pieces;
  }

  @Override
  public Void visitChildren(RuleNode node) {
    ParserRuleContext context = (ParserRuleContext) node;
    if (context instanceof RondoParser.ItemContext) {
      mark(context.start, Role.DEFINITION);
      markSigns(context, Map.of("{", Role.BLOCK_BEGIN, "}", Role.BLOCK_END, "(", Role.ATTACHED));
    } else if (context instanceof RondoParser.MemberContext
        || context instanceof RondoParser.SettingContext) {
      mark(context.start, Role.LINE);
    } else if (context instanceof RondoParser.BinaryContext
        || context instanceof RondoParser.PowerContext) {
      if (context.getChildCount() > 1) {
        mark(((TerminalNode) context.getChild(1)).getSymbol(), Role.BINARY);
      }
    } else if (context instanceof RondoParser.SignedContext) {
      markSigns(context, Map.of("-", Role.UNARY));
    } else if (context instanceof RondoParser.CallContext) {
      markSigns(context, Map.of("(", Role.ATTACHED));
    } else if (context instanceof RondoParser.BracketContext
        || context instanceof RondoParser.GenericsContext
        || context instanceof RondoParser.TokenContext) {
      markSigns(context, Map.of("[", Role.ATTACHED));
    }
    return super.visitChildren(node);
  }

  private void mark(Token token, Role role) {
    roles.put(token.getTokenIndex(), role);
  }

  private void markSigns(ParserRuleContext context, Map<String, Role> signs) {
    for (ParseTree child : context.children) {
      if (child instanceof TerminalNode sign && signs.containsKey(sign.getText())) {
        mark(sign.getSymbol(), signs.get(sign.getText()));
      }
    }
  }
}

/*
 * The Rondo language; the language reference says what it means.
 *
 * There are no actions. The grammar is a little wider than the language where BuildSyntax can then
 * say something better than "cannot stand here": a prime or an index on a left side, a chain of
 * comparisons, a missing type or initial value. Newlines do not matter.
 *
 * Words are contextual wherever no ambiguity follows: only those that begin a definition or belong
 * to `if` are reserved.
 */
grammar Rondo;

file : item* EOF ;

// one part of a file alone: where the whole does not parse, Parse looks at its parts
itemAlone    : item EOF ;
memberAlone  : member EOF ;
settingAlone : setting EOF ;

item
  : 'import' path                                                                        # importItem
  | 'fun' name '(' (name (',' name)*)? ')' '=' expr ('derivative' expr (',' expr)*)?     # funItem
  | 'cell' name generics? '(' (formal (',' formal)*)? ')' ('->' name)? '{' member* '}'   # cellItem
  | 'model' name generics? '{' member* '}'                                               # modelItem
  | 'train' name? '{' setting* '}'                                                       # trainItem
  ;

setting  : name '=' expr ;
generics : '[' generic (',' generic)* ']' ;
generic  : name (':' kind=('cell' | 'fun'))? ('=' expr)? ;
formal   : name (':' type)? ('=' expr)? ;

member
  : 'input' name (':' type)? ('=' expr)?                                            # inputMember
  | word=('param' | 'fixed') name (',' name)* (':' type)? (sign=('~' | '=') expr)?  # paramMember
  | 'state' name (',' name)* (':' type)? ('=' expr)?                                # stateMember
  | 'noise' name (':' type)? ('~' expr)? ('else' expr | 'always')?                  # noiseMember
  | 'axis' name ':' expr ('by' expr)?                                               # axisMember
  | 'layer' name '=' expr                                                           # layerMember
  | 'feed' name '=' expr ('until' expr)?                                            # feedMember
  | word=('loss' | 'metric') (name '=')? expr ('when' expr)?                        # lossMember
  | 'output' name ('=' expr)?                                                       # outputMember
  | name '\''* ('[' items ']')? '=' expr                                            # equationMember
  ;

type
  : '[' (expr (',' expr)*)? ']' over*  # features
  | 'token' '[' expr ']' over*         # token
  | word=('real' | 'int') over*        # scalar
  ;

over : 'over' name ('in' name)? ;

// `if` and unary minus are rules of their own, not alternatives of a left-recursive one: as operands
// they would be ambiguous (`a + if c then x else y + z`, `a^-b^c`)
expr
  : 'if' expr 'then' expr 'else' expr  # conditional
  | operation                          # plain
  ;

operation
  : operation op='@' operation                                      # binary
  | operation op=('*' | '⊙' | '/') operation                        # binary
  | operation op=('+' | '-') operation                              # binary
  | operation op=('<' | '>' | '<=' | '>=' | '==' | '!=') operation  # binary
  | signed                                                          # operand
  ;

signed
  : '-' signed
  | power
  ;

power : postfix (op='^' signed)? ;

postfix
  : postfix '\''                           # transpose
  | postfix '[' items ']'                  # bracket
  | postfix '(' (arg (',' arg)*)? ')'      # call
  | postfix '.' name                       # field
  | '(' expr ')'                           # parenthesis
  | '[' expr (',' expr)* ']'               # vector
  | NUMBER                                 # number
  | STRING                                 # text
  | name                                   # nameRef
  ;

items   : bracketItem (',' bracketItem)* ;

bracketItem : (name '=')? expr ('else' expr)? ;

arg
  : expr                    # positional
  | argPath '=' expr        # named
  | 'from' path? '=' expr   # from
  | 'over' 'reverse'? name  # overArg
  ;

path    : name ('.' name)* ;
argPath : argName ('.' name)* ;
name    : argName | 'from' ;

// every word of the language that is not reserved is also a name
argName
  : NAME
  | 'always' | 'axis' | 'by' | 'derivative' | 'feed' | 'fixed' | 'in' | 'input' | 'int' | 'layer'
  | 'loss' | 'metric' | 'noise' | 'output' | 'over' | 'param' | 'real' | 'reverse' | 'state'
  | 'token' | 'train' | 'until' | 'when'
  ;

// the literals that the compiler asks for by name; the others are nameless
AT : '@' ;
CIRCLE_DOT : '⊙' ;
EQUAL : '==' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
MINUS : '-' ;
NOT_EQUAL : '!=' ;
PLUS : '+' ;
PRIME : '\'' ;
SLASH : '/' ;
STAR : '*' ;
TILDE : '~' ;

ALWAYS : 'always' ;
CELL : 'cell' ;
ELSE : 'else' ;
FIXED : 'fixed' ;
FUN : 'fun' ;
IF : 'if' ;
IMPORT : 'import' ;
INT : 'int' ;
METRIC : 'metric' ;
MODEL : 'model' ;
REVERSE : 'reverse' ;
THEN : 'then' ;

NUMBER : [0-9]+ ('.' [0-9]+)? ([eE] [+-]? [0-9]+)? ;
STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
NAME   : [a-zA-Z_Α-Ωα-ω] [a-zA-Z_0-9Α-Ωα-ω]* ;

DOC     : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
SPACE   : [ \t\r\n\uFEFF]+ -> channel(HIDDEN) ;

// whatever is left is no part of the language; CheckLexemes says what it should be
UNCLOSED : '"' (~["\\\r\n] | '\\' ~[\r\n])* ;
OTHER    : . ;

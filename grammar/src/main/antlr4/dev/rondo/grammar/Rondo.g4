/*
 * The Rondo language. See docs/language.md for what it means.
 *
 * No actions. A little wider than the language where that gives a better error than "cannot stand
 * here": BuildSyntax rejects a prime on a left side, a chain of comparisons, a missing initial value
 * and so on. Newlines do not matter: they are on the hidden channel, for messages.
 *
 * Words are contextual wherever no ambiguity follows: only the seven that begin a definition or an
 * expression (cell, fun, model, import, if, then, else) are reserved.
 */
grammar Rondo;

file : item* EOF ;

item
  : importItem
  | funItem
  | cellItem
  | modelItem
  | trainItem
  ;

importItem : 'import' path ;
funItem    : 'fun' name '(' (name (',' name)*)? ')' '=' expr ('derivative' expr (',' expr)*)? ;
cellItem   : 'cell' name generics? '(' (formal (',' formal)*)? ')' ('->' name)? '{' member* '}' ;
modelItem  : 'model' name generics? '{' member* '}' ;
trainItem  : 'train' name? '{' setting* '}' ;

setting  : name '=' expr ;
generics : '[' (generic (',' generic)*)? ']' ;
generic  : name (':' kind=('cell' | 'fun'))? ('=' expr)? ;
formal   : name (':' type)? ('=' expr)? ;

member
  : 'input' name (':' type)? ('=' expr)?                                          # input
  | word=('param' | 'fixed') name (',' name)* (':' type)? (sign=('~' | '=') expr)? # param
  | 'state' name (',' name)* (':' type)? ('=' expr)?                              # state
  | 'noise' name (':' type)? ('~' expr)? ('else' expr | 'always')?                # noise
  | 'axis' name ':' expr ('by' expr)?                                             # axis
  | 'layer' name '=' expr                                                         # layer
  | 'feed' name '=' expr ('until' expr)?                                          # feed
  | word=('loss' | 'metric') (name '=')? expr ('when' expr)?                      # loss
  | 'output' name ('=' expr)?                                                     # output
  | name prime='\''* ('[' items ']')? '=' expr                                    # equation
  ;

type
  : '[' (expr (',' expr)*)? ']' over*  # features
  | 'token' '[' expr ']' over*         # token
  | word=('real' | 'int') over*        # scalar
  ;

over : 'over' name ('in' name)? ;

expr
  : 'if' expr 'then' expr 'else' expr  # conditional
  | sum                                # plain
  ;

sum
  : sum '\''                                              # transpose
  | sum '[' items ']'                                     # bracket
  | sum '(' (arg (',' arg)*)? ')'                         # call
  | sum '.' name                                          # field
  | <assoc=right> sum op='^' sum                          # binary
  | '-' sum                                               # negate
  | sum op='@' sum                                        # binary
  | sum op=('*' | '⊙' | '/') sum                          # binary
  | sum op=('+' | '-') sum                                # binary
  | sum op=('<' | '>' | '<=' | '>=' | '==' | '!=') sum    # binary
  | '(' expr ')'                                          # parenthesis
  | '[' (expr (',' expr)*)? ']'                           # vector
  | NUMBER                                                # number
  | STRING                                                # text
  | name                                                  # nameRef
  ;

items : item_ (',' item_)* ;
item_ : (name '=')? expr ('else' expr)? ;

arg
  : expr                        # positional
  | argPath '=' expr            # named
  | 'from' path? '=' expr       # from
  | 'over' 'reverse'? name      # overArg
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

NUMBER : [0-9]+ ('.' [0-9]+)? ([eE] [+-]? [0-9]+)? ;
STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
NAME   : [a-zA-Z_Α-Ωα-ω] [a-zA-Z_0-9Α-Ωα-ω]* ;

DOC     : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
SPACE   : [ \t\r\n]+ -> channel(HIDDEN) ;

// whatever else: the parser never sees it, Parse reports it
OTHER : . ;

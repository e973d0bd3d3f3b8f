package dev.rondo.runtime;

/** One compiled program: what it takes and gives, its storage, and its code. */
public record Program(Signature signature, Precision precision, Plan plan, Code code) {}

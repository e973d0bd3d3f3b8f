package dev.rondo.runtime;

/** This machine or virtual machine cannot run compiled models. */
public final class MachineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MachineException(String message) {
    super(message);
  }
}

package dev.rondo.benchmarks;

/** The systems that run in Java. */
final class Systems {
  private Systems() {}

  /**
   * What a system does for a workload; null if it cannot.
   *
   * @param system rondo, onnxruntime, or java: by hand
   */
  static Work work(String system, Workload work) throws Exception {
    return switch (system) {
      case "rondo" -> RondoWork.of(work);
      case "onnxruntime" -> OnnxWork.of(work);
      case "java" -> HandWork.of(work);
      default -> throw new IllegalArgumentException(system);
    };
  }
}

"""Measures PyTorch or JAX when it is told to, a line a measurement: see Worker.java, whose protocol this is.

The first line printed says what it is. One thread. Cells are written as their users write them.
"""
import math
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

# for a clock that reads in a microsecond
SAMPLE = 200e-6


def median(work, seconds, repeat=1):
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.process_time()
        for _ in range(repeat):
            work()
        times.append((time.process_time() - start) / repeat)
    return sorted(times)[len(times) // 2]


def fastest(works):
    """Of several ways to do the same, the one that is fastest here."""
    works = list(works)
    return works[0] if len(works) == 1 else min(works, key=lambda work: (median(work, 0.5), median(work, 0.5))[1])


def main():
    try:
        system = __import__("with_torch" if sys.argv[1] == "pytorch" else "with_jax")
    except ImportError as e:
        sys.exit(f"{sys.argv[1]}: {e}")
    print(system.NAME, flush=True)
    prepared, work = None, None
    for line in sys.stdin:
        name, seconds = line.split()
        if name != prepared:
            kind, cell, size = name.split("-")
            prepared = name
            works = list(system.works(kind, cell, *map(int, size.split("x"))))
            work = fastest(works) if works else None
            if work:
                repeat = max(1, math.ceil(SAMPLE / median(work, max(2 * float(seconds), 2))))
        print(median(work, float(seconds), repeat) if work else "-", flush=True)


if __name__ == "__main__":
    main()

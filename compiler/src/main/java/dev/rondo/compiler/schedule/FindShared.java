package dev.rondo.compiler.schedule;

import dev.rondo.compiler.schedule.Statement.Multiply;
import dev.rondo.runtime.Plan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what runs can share, and what a stream can keep: the buffers that are filled early. */
final class FindShared {
  private final List<Region> regions;
  private final Storage storage;

  FindShared(List<Region> regions, Storage storage) {
    this.regions = regions;
    this.storage = storage;
  }

  /** Buffers that parameters alone decide: nothing writes them once the parameters are there. */
  List<Integer> prepared() {
    Set<Integer> written = new HashSet<>();
    storage.working().forEach(table -> written.add(storage.bufferOf(table)));
    EnumSet.complementOf(EnumSet.of(Region.Phase.PREPARE))
        .forEach(phase -> written.addAll(written(phase)));
    List<Plan.Buffer> buffers = storage.buffers();
    List<Integer> prepared = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      Plan.Buffer buffer = buffers.get(i);
      boolean one = !buffer.space().isRows();
      boolean counted = buffer.content() instanceof Plan.Counted;
      if (one && !counted && !written.contains(i)) {
        prepared.add(i);
      }
    }
    return prepared;
  }

  /** Buffers of what sequences bring, and of what is computed from it before the first step. */
  List<Integer> begun(List<Plan.Feed> feeds) {
    Set<Integer> begun = written(Region.Phase.INIT);
    feeds.stream()
        .map(Plan.Feed::buffer)
        .filter(b -> !storage.buffers().get(b).space().has(0))
        .forEach(begun::add);
    return begun.stream().sorted().toList();
  }

  /** What statements of a phase write, and the matrices that they must pack first. */
  private Set<Integer> written(Region.Phase phase) {
    Set<String> late = new HashSet<>();
    List<Statement> statements = new ArrayList<>();
    for (Region region : regions) {
      if (region.phase() != Region.Phase.PREPARE) {
        region.statements().forEach(s -> s.defines().forEach(e -> late.add(e.name())));
      }
      if (region.phase() == phase) {
        statements.addAll(region.flat());
      }
    }
    Set<Integer> tables = new HashSet<>();
    for (Statement statement : statements) {
      statement.defines().stream()
          .filter(e -> storage.stored(e.name()))
          .forEach(e -> tables.add(storage.place(e.name()).table()));
      if (statement instanceof Multiply multiply
          && multiply.columns().stream().anyMatch(c -> late.contains(c.matrix()))) {
        tables.add(storage.packed(multiply));
      }
    }
    return tables.stream().map(storage::bufferOf).collect(Collectors.toSet());
  }
}

package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import java.util.List;
import java.util.Map;

/**
 * A run between two updates: all that it needs to go on as if it had never stopped.
 *
 * @param last the parameters as they are
 * @param best those of the best epoch
 * @param optimizer its averages by name
 * @param carried what the batch carries into its next window; empty between batches
 */
public record Checkpoint(
    Numbers last,
    Numbers best,
    Map<String, Numbers> optimizer,
    Map<String, double[]> carried,
    Progress progress) {
  public Checkpoint {
    optimizer = Map.copyOf(optimizer);
    carried = Map.copyOf(carried);
  }

  /**
   * How far it is.
   *
   * @param epoch from 1; one more than there are when all is done
   * @param update made in the whole run
   * @param optimized updates that the optimizer has made: those with a loss
   * @param batch batches of this epoch that are done
   * @param window windows of the next batch that are done
   * @param bestEpoch 0 without one
   * @param bestValue of the monitor
   * @param sums of the losses over this epoch
   * @param steps of this epoch
   * @param seconds of this epoch
   * @param reports of the epochs before
   */
  public record Progress(
      int epoch,
      long update,
      long optimized,
      int batch,
      long window,
      int bestEpoch,
      double bestValue,
      List<Double> sums,
      List<Double> counts,
      long steps,
      double seconds,
      List<EpochReport> reports) {
    public Progress {
      sums = List.copyOf(sums);
      counts = List.copyOf(counts);
      reports = List.copyOf(reports);
    }
  }

  /** Where checkpoints go. When they are asked for never changes what a run computes. */
  public interface Keeper {
    /** Keeps nothing. */
    Keeper NONE =
        new Keeper() {
          @Override
          public boolean due(boolean epochEnds) {
            return false;
          }

          @Override
          public void keep(Checkpoint checkpoint) {}
        };

    /** Whether it is time for one; is asked after every update and every epoch. */
    boolean due(boolean epochEnds);

    /** Keeps one, in place of the one before; also when a run is asked to stop. */
    void keep(Checkpoint checkpoint);
  }
}

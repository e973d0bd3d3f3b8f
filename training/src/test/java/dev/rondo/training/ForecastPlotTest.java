package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastPlotTest {
  @TempDir Path folder;

  @Test
  void isAPictureOfTheHeldBackSteps() throws IOException {
    double[] truth = new double[100];
    double[] forecast = new double[100];
    for (int k = 0; k < 100; k++) {
      truth[k] = Math.sin(k * 0.3);
      forecast[k] = Math.sin((k + 1) * 0.3) * 0.9;
    }
    Path file = folder.resolve("p.png");
    ForecastPlot.draw(file, "Sunspots", "x", new double[][] {truth, forecast}, 1, 40);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1000);
  }
}

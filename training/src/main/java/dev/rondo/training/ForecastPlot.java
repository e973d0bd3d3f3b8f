package dev.rondo.training;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a series and its forecast. */
final class ForecastPlot {
  private ForecastPlot() {}

  /**
   * Writes a PNG.
   *
   * @param series truth and forecast, step by step; the forecast made at a step is drawn {@code
   *     ahead} steps later, where its truth is
   * @param from the first step to draw
   * @throws DataException if the file cannot be written
   */
  static void draw(Path file, String title, String truth, double[][] series, int ahead, long from) {
    System.setProperty("java.awt.headless", "true"); // no screen is needed, and there may be none
    int first = (int) from;
    int count = series[0].length - first;
    double[] steps = new double[count];
    double[] forecast = new double[count];
    for (int k = 0; k < count; k++) {
      steps[k] = first + k;
      int made = first + k - ahead;
      forecast[k] = made < 0 ? Double.NaN : series[1][made];
    }
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(500)
            .title(title + ": forecast and truth, " + Names.count(ahead, "step") + " ahead")
            .xAxisTitle("step")
            .yAxisTitle(truth)
            .build();
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.InsideNW);
    double[] values = Arrays.copyOfRange(series[0], first, series[0].length);
    add(chart, "truth", steps, values, new Color(0x44, 0x44, 0x44));
    add(chart, "forecast", steps, forecast, new Color(0xD0, 0x4A, 0x02));
    try {
      BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw DataException.in(file, "cannot be written: " + e.getMessage());
    }
  }

  private static void add(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineWidth(1.6f);
  }
}

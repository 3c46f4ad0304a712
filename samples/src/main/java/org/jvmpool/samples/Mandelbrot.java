package org.jvmpool.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jvmpool.Pool;

/**
 * Draws the Mandelbrot set to a PNG file, a band of rows a task. The bands through the middle are
 * the slow ones, and {@code map} puts the rows in order all the same.
 */
public final class Mandelbrot {
  private static final String USAGE = "mandelbrot OUT.png [--size=PIXELS] [--workers=N]";

  private static final int MOST_STEPS = 1_000;
  private static final int ROWS_OF_A_BAND = 16;

  /** The rows from {@code first} up to but not including {@code end} of a square picture. */
  record Band(int size, int first, int end) {}

  private Mandelbrot() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Mandelbrot::draw);
  }

  static void draw(CommandLine arguments, PrintStream out) throws Exception {
    Path file = arguments.outputFile("OUT.png");
    int size = arguments.number("size", 3_000, 16, 20_000);
    int workers = arguments.workers();
    arguments.end();

    List<Band> bands = bands(size);
    Measured<int[]> pooled;
    try (Pool pool = Pool.builder().name("mandelbrot").workers(workers).build()) {
      Measured.start(out, pool, workers);
      pooled = Measured.of(() -> join(size, pool.map(Mandelbrot::pixels, bands)));
    }
    Measured<int[]> oneThread =
        Measured.of(() -> join(size, bands.stream().map(Mandelbrot::pixels).toList()));

    write(file, size, pooled.result());
    out.printf(
        "%s: %d x %d pixels, %,d bytes, drawn in %d bands%n",
        file, size, size, Files.size(file), bands.size());
    Measured.compare(out, workers, pooled, oneThread);
  }

  private static List<Band> bands(int size) {
    List<Band> bands = new ArrayList<>();
    for (int row = 0; row < size; row += ROWS_OF_A_BAND) {
      bands.add(new Band(size, row, Math.min(size, row + ROWS_OF_A_BAND)));
    }
    return bands;
  }

  /** The task: the colours of one band. */
  static int[] pixels(Band band) {
    int[] pixels = new int[(band.end - band.first) * band.size];
    int next = 0;
    for (int row = band.first; row < band.end; row++) {
      double y = 1.25 - 2.5 * row / band.size;
      for (int column = 0; column < band.size; column++) {
        pixels[next++] = colour(steps(2.5 * column / band.size - 1.85, y));
      }
    }
    return pixels;
  }

  private static int steps(double x, double y) {
    double re = 0;
    double im = 0;
    int steps = 0;
    while (steps < MOST_STEPS && re * re + im * im <= 4) {
      double next = re * re - im * im + x;
      im = 2 * re * im + y;
      re = next;
      steps++;
    }
    return steps;
  }

  private static int colour(int steps) {
    if (steps == MOST_STEPS) {
      return 0;
    }
    double heat = Math.log(steps + 1) / Math.log(MOST_STEPS);
    int red = (int) (255 * Math.min(1, 2.2 * heat));
    int green = (int) (255 * heat * heat);
    int blue = (int) (255 * Math.min(1, 0.25 + 0.75 * Math.sin(Math.PI * heat)));
    return red << 16 | green << 8 | blue;
  }

  private static int[] join(int size, List<int[]> bands) {
    int[] all = new int[size * size];
    int next = 0;
    for (int[] band : bands) {
      System.arraycopy(band, 0, all, next, band.length);
      next += band.length;
    }
    return all;
  }

  private static void write(Path file, int size, int[] pixels) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, size, size, pixels, 0, size);
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this JDK has no writer for PNG files");
    }
  }
}

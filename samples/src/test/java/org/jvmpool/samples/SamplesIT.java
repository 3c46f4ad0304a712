package org.jvmpool.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each sample, on little input and two workers, does what it says; what it compares is equal. */
@Timeout(120)
class SamplesIT {
  /* Of "ba7816bf…15ad  a\ne3b0c442…b855  sub/b\n", as sha256sum computes it. */
  private static final String DIGEST_OF_BOTH =
      "dc7985379b2970377f8cfa3b73a7d5f52be47c91e4e9c21c5318508111bc9c76";

  @TempDir Path directory;

  @Test
  void mandelbrotDrawsAPicture() throws Exception {
    Path file = directory.resolve("out.png");
    String output = compare(Mandelbrot::draw, file.toString(), "--size=64");
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(64, image.getWidth());
    assertEquals(64, image.getHeight());
    assertEquals(0xff000000, image.getRGB(40, 32), "the middle of the set is black");
    assertSaid(output, "64 x 64 pixels");
  }

  @Test
  void wordcountCountsADirectory() throws Exception {
    Files.writeString(directory.resolve("one"), "to be or not to be");
    Files.writeString(Files.createDirectory(directory.resolve("sub")).resolve("two"), "To do");
    String output = compare(Wordcount::count, directory.toString());
    assertSaid(output, "8 words, 5 different ones, in 2 segments");
    assertSaid(output, "           3 to");
  }

  @Test
  void wordcountMakesItsOwnText() throws Exception {
    String output = compare(Wordcount::count, "--megabytes=1");
    Path made = Path.of(output.replaceFirst("(?s).* of text in (\\S+), .*", "$1"));
    assertTrue(Files.notExists(made), made + " is left behind");
  }

  @Test
  void digestHashesEveryFile() throws Exception {
    Files.writeString(directory.resolve("a"), "abc");
    Files.writeString(Files.createDirectory(directory.resolve("sub")).resolve("b"), "");
    String output = compare(Digest::digest, directory.toString());
    assertSaid(output, "2 files, 3 bytes");
    assertSaid(output, "digest of them all: " + DIGEST_OF_BOTH);
  }

  @Test
  void downloadsTellsOfEachFile() throws Exception {
    String output = compare(Downloads::download, "--files=3", "--kilobytes=70");
    assertEquals(3, output.lines().filter(line -> line.startsWith("got http://")).count(), output);
    assertSaid(output, "downloaded 3 files of 70 kB");
  }

  @Test
  void survivePrintsWhatBecameOfEachBadTask() throws Exception {
    String output = run(Survive::survive);
    assertSaid(output, "the task that halts its JVM: WorkerLostException");
    assertSaid(output, "exit code 42");
    assertSaid(output, "loading page 7");
    assertSaid(output, "the task that exhausts its heap: WorkerLostException");
    assertSaid(output, "exit code 3");
    assertSaid(output, "the task that never ends: TaskTimeoutException");
    assertSaid(output, "neverEnd");
    assertSaid(output, "100 of 100 good tasks gave the right result");
  }

  @Test
  void managerDictShowsThePitfallAndItsRemedies() throws Exception {
    String output = run(ManagerDict::share);
    assertSaid(output, "after add to what get returned: [2, 3]\n");
    assertSaid(output, "after compute: [2, 3, 5]");
    assertSaid(output, "through a proxy in the dict: [7]");
  }

  @Test
  void managerPoolAddsUpInADict() throws Exception {
    assertSaid(run(ManagerPool::work), "even: 2550, odd: 2500");
  }

  @Test
  void sharedLogHasTheLinesOfAllJobs() throws Exception {
    assertSaid(run(SharedLog::log), "job 1 done\njob 2 done\njob 3 done\njob 4 done");
  }

  @Test
  void remoteManagerIsUsedByTwoPrograms() throws Exception {
    String output = run(RemoteManager::post);
    assertSaid(output, "alice: hello from ");
    assertSaid(output, "bob: hello from ");
  }

  @Test
  void ticketSellingSellsEachTicketOnceWithALock() throws Exception {
    assertSaid(program(TicketSelling.class), "with a lock: 10 buyers have one of 10 tickets");
  }

  @Test
  void karaokeRoomHasNoMoreSingersThanMicrophones() throws Exception {
    assertSaid(program(KaraokeRoom.class), "5 guests sang, never more than 2 at a time: true");
  }

  @Test
  void trafficLightLetsNobodyDriveWhenItIsRed() throws Exception {
    List<String> lines =
        program(TrafficLight.class)
            .lines()
            .filter(line -> line.startsWith("car ") || line.startsWith("the light "))
            .map(line -> line.replaceAll("\\d", "N"))
            .toList();
    String waits = "car N waits: true";
    String drives = "car N drives";
    String red = "the light is red";
    assertEquals(
        List.of(red, waits, waits, waits, "the light is green", drives, drives, drives, red),
        lines);
  }

  @Test
  void cooksAndEatersEatEachDishAndEndWithTheirDaemons() throws Exception {
    String output = program(CooksAndEaters.class);
    assertSaid(output, "with an end marker: 10 dishes eaten");
    assertSaid(output, "with a joinable queue: 5 dishes eaten");
  }

  @Test
  void warehouseSellsWhatWasProduced() throws Exception {
    String output = program(Warehouse.class);
    assertSaid(output, "bought 12, in stock 0");
    assertFalse(output.contains("in stock: 4"), output);
  }

  @Test
  void adderEndsWhenNobodyAsks() throws Exception {
    String output = program(Adder.class);
    assertSaid(output, "30 + 12 = 42");
    assertSaid(output, "adder: nobody asks any more");
    assertSaid(output, "the adder ended with exit code 0");
  }

  @Test
  void redEnvelopesAreEachGotByOneChild() throws Exception {
    assertSaid(program(RedEnvelopes.class), "the children have 208 in all");
  }

  @Test
  void daemonProcessEndsWithTheProgram() throws Exception {
    String output = program(DaemonProcess.class);
    assertSaid(output, "daemon: still here");
    assertSaid(output, "worker: a child of ");
    assertSaid(output, "worker ended with exit code 0");
    assertSaid(output, "daemon is alive: true; it ends with this program");
  }

  /**
   * All that a sample and its processes print when it is run as a program. The output ends when no
   * process has it any more, so a daemon that outlived the program would keep this waiting.
   */
  private static String program(Class<?> sample) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                sample.getName())
            .redirectErrorStream(true)
            .start();
    try {
      program.getOutputStream().close();
      String output = new String(program.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, program.waitFor(), output);
      return output;
    } finally {
      program.destroyForcibly();
    }
  }

  private static String compare(CommandLine.Program sample, String... arguments) throws Exception {
    String output = run(sample, arguments);
    assertSaid(output, "2 workers started in ");
    assertSaid(output, "pool of 2 workers, once started: ");
    assertSaid(output, "the results are equal");
    return output;
  }

  private static String run(CommandLine.Program sample, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--workers=2";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
      sample.run(new CommandLine(all), out);
    }
    return bytes.toString(UTF_8);
  }

  private static void assertSaid(String output, String words) {
    assertTrue(output.contains(words), () -> "'" + words + "' is not in:\n" + output);
  }
}

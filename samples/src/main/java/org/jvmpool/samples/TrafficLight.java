package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedQueue;

/** Lets cars wait at a traffic light, which is an event: set is green, cleared is red. */
public final class TrafficLight {
  private static final String USAGE = "traffic-light";
  private static final int CARS = 3;

  private TrafficLight() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, TrafficLight::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    try (SharedEvent green = mp.event();
        SharedQueue<String> road = mp.queue()) {
      List<JvmProcess> cars = new ArrayList<>();
      for (int i = 1; i <= CARS; i++) {
        String car = "car " + i;
        cars.add(mp.process(() -> drive(car, green, road)).start());
      }
      out.println("the light is red");
      watch(road, out); // until all of them wait
      out.println("the light is green");
      green.set();
      watch(road, out);
      for (JvmProcess car : cars) {
        car.join();
      }
      green.clear();
      out.println("the light is red");
    }
  }

  private static void drive(String car, SharedEvent green, SharedQueue<String> road)
      throws InterruptedException {
    road.put(car + " waits: " + !green.isSet());
    green.await();
    road.put(car + " drives");
  }

  private static void watch(SharedQueue<String> road, PrintStream out) throws InterruptedException {
    for (int i = 0; i < CARS; i++) {
      out.println(road.take());
    }
  }
}

package org.jvmpool.benchmarks.subject;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Ten values such as tasks take and return; {@code benchmarks/python/serialize.py} has their twins.
 */
final class Payloads {
  private Payloads() {}

  enum State {
    OPEN,
    PAID,
    SENT
  }

  record Point(int x, int y, String label) implements Serializable {}

  /** An ordinary object of ten fields. */
  static final class Account implements Serializable {
    private static final long serialVersionUID = 1;
    private long number;
    private String owner = "";
    private String city = "";
    private int age;
    private double balance;
    private double limit;
    private boolean active;
    private short branch;
    private List<Integer> ratings = List.of();
    private Map<String, String> notes = Map.of();

    static Account sample() {
      Account account = new Account();
      account.number = 4_711_000_815L;
      account.owner = "Ada Lovelace";
      account.city = "London";
      account.age = 36;
      account.balance = 1234.5;
      account.limit = 500;
      account.active = true;
      account.branch = 12;
      account.ratings = new ArrayList<>(List.of(5, 4, 5));
      account.notes = new HashMap<>(Map.of("since", "1843"));
      return account;
    }

    boolean same(Account other) {
      return number == other.number
          && owner.equals(other.owner)
          && city.equals(other.city)
          && age == other.age
          && balance == other.balance
          && limit == other.limit
          && active == other.active
          && branch == other.branch
          && ratings.equals(other.ratings)
          && notes.equals(other.notes);
    }
  }

  /** A customer knows the orders that know the customer. */
  static final class Customer implements Serializable {
    private static final long serialVersionUID = 1;
    private final String name;
    private final List<Order> orders = new ArrayList<>();

    Customer(String name) {
      this.name = name;
    }
  }

  static final class Order implements Serializable {
    private static final long serialVersionUID = 1;
    final UUID id;
    final Customer customer;
    final BigDecimal total;
    final LocalDate day;
    final State state;

    Order(UUID id, Customer customer, BigDecimal total, LocalDate day, State state) {
      this.id = id;
      this.customer = customer;
      this.total = total;
      this.day = day;
      this.state = state;
    }
  }

  /** By the name that the metrics carry. */
  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("integer", 123_456);
    all.put("text", "a text of 26 characters :-)");
    all.put("long_text", "Zürich, 北京 and a line of plain text; ".repeat(2_700));
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    all.put("bytes", bytes);
    all.put("ints", new Random(2).ints(100_000).toArray());
    all.put("integer_list", new ArrayList<>(IntStream.range(0, 1_000).boxed().toList()));
    Map<String, Double> map = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      map.put("key " + i, i / 7.0);
    }
    all.put("map", map);
    all.put("bean", Account.sample());
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      points.add(new Point(i, -i, "point " + i % 100));
    }
    all.put("records", points);
    all.put("orders", orders());
    return all;
  }

  private static List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Customer customer = new Customer("customer " + i);
      for (int j = 0; j < 10; j++) {
        Order order =
            new Order(
                new UUID(i, j),
                customer,
                new BigDecimal(100 * i + j).movePointLeft(2),
                LocalDate.of(2024, 1 + i % 12, 1 + j),
                State.values()[(i + j) % 3]);
        customer.orders.add(order);
        orders.add(order);
      }
    }
    return orders;
  }

  /** Whether a copy says the same as its original, as far as a benchmark must know. */
  static boolean same(Object original, Object copy) {
    if (original instanceof byte[] bytes) {
      return java.util.Arrays.equals(bytes, (byte[]) copy);
    } else if (original instanceof int[] ints) {
      return java.util.Arrays.equals(ints, (int[]) copy);
    } else if (original instanceof Account account) {
      return account.same((Account) copy);
    } else if (original instanceof List<?> list && list.get(0) instanceof Order first) {
      Order there = (Order) ((List<?>) copy).get(0);
      return there.id.equals(first.id)
          && there.total.equals(first.total)
          && there.day.equals(first.day)
          && there.state == first.state
          && there.customer.name.equals(first.customer.name)
          && there.customer.orders.get(0) == there;
    }
    return original.equals(copy);
  }
}

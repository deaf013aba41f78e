import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.DoubleHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/** What org.HdrHistogram makes of the bench's histograms and logs, and some of its own. */
public final class HdrOracle {
  private static final long HOUR_NS = 3_600_000_000_000L;
  private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9, 99.99, 99.999};

  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    switch (arguments[0]) {
      case "compare" -> compare(Path.of(arguments[1]), Path.of(arguments[2]));
      case "write" -> write();
      case "write-log" -> writeLog(arguments[1]);
      case "read-log" -> readLog(arguments[1]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** A base64 histogram a line, beside the values that it was recorded from. */
  private static void compare(Path histograms, Path values) throws Exception {
    List<String> texts = Files.readAllLines(histograms);
    List<String> recorded = Files.readAllLines(values);
    for (int line = 0; line < texts.size(); ++line) {
      AbstractHistogram read = decode(texts.get(line));
      Histogram own = new Histogram(1, HOUR_NS, 3);
      Arrays.stream(recorded.get(line).split(" ")).filter(text -> !text.isEmpty())
          .forEach(text -> own.recordValue(Long.parseLong(text)));
      System.out.println(differing(read, own) + " " + figures(read));
    }
  }

  private static AbstractHistogram decode(String text) throws Exception {
    return Histogram.decodeFromCompressedByteBuffer(
        ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
  }

  /** At how many of the recorded values the two count differently. */
  private static long differing(AbstractHistogram left, AbstractHistogram right) {
    long differing = left.equals(right) ? 0 : 1;
    for (AbstractHistogram one : List.of(left, right)) {
      for (var value : one.recordedValues()) {
        long at = value.getValueIteratedTo();
        differing += left.getCountAtValue(at) == right.getCountAtValue(at) ? 0 : 1;
      }
    }
    return differing;
  }

  private static String figures(AbstractHistogram histogram) {
    StringBuilder text = new StringBuilder();
    text.append(histogram.getTotalCount()).append(' ').append(histogram.getMinValue()).append(' ')
        .append(histogram.getMaxValue());
    for (double percentile : PERCENTILES) {
      text.append(' ').append(histogram.getValueAtPercentile(percentile));
    }
    return text.append(String.format(" %.3f", histogram.getMean())).toString();
  }

  private static void write() {
    print("hour", filled(new Histogram(1, HOUR_NS, 3), 1, 5000, 3e12));
    print("second", filled(new Histogram(1, 1_000_000_000L, 3), 2, 5000, 9e8));
    print("growing", filled(new Histogram(3), 3, 5000, 3e12));
    print("concurrent", filled(new ConcurrentHistogram(1, HOUR_NS, 3), 4, 5000, 1e7));
    print("few", filled(new Histogram(1, HOUR_NS, 3), 5, 3, 1e9));
    print("empty", new Histogram(1, HOUR_NS, 3));
    Histogram often = new Histogram(1, HOUR_NS, 3);
    for (int bit = 0; bit < 48; ++bit) {
      often.recordValueWithCount(bit + 1L, 1L << bit);
    }
    print("often", often);
    print("two-digits", filled(new Histogram(1, HOUR_NS, 2), 6, 100, 1e9));
    print("from-a-microsecond", filled(new Histogram(1000, HOUR_NS, 3), 7, 100, 1e9));
    print("above-an-hour", filled(new Histogram(1, 2 * HOUR_NS, 3), 8, 100, 7e12));
    printDouble();
  }

  private static <H extends AbstractHistogram> H filled(H histogram, long seed, int count,
      double highest) {
    Random random = new Random(seed);
    for (int i = 0; i < count; ++i) {
      histogram.recordValue((long) Math.pow(highest, random.nextDouble()));
    }
    histogram.recordValue((long) highest);
    return histogram;
  }

  private static void print(String name, AbstractHistogram histogram) {
    ByteBuffer plain = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int plainLength = histogram.encodeIntoByteBuffer(plain);
    ByteBuffer compressed = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(compressed);
    System.out.println(name + " " + Base64.getEncoder().encodeToString(
        Arrays.copyOf(compressed.array(), length)) + " " + HexFormat.of().formatHex(
        plain.array(), 40, plainLength) + " " + figures(histogram));
  }

  private static void printDouble() {
    DoubleHistogram histogram = new DoubleHistogram(1000, 3);
    histogram.recordValue(0.5);
    ByteBuffer octets = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(octets);
    System.out.println("double " + Base64.getEncoder().encodeToString(
        Arrays.copyOf(octets.array(), length)) + " 00 " + "0");
  }

  private static void writeLog(String path) throws Exception {
    HistogramLogWriter writer = new HistogramLogWriter(path);
    writer.outputComment("[Logged by HdrOracle]");
    writer.outputLogFormatVersion();
    writer.outputStartTime(1_441_812_279_474L);
    writer.outputBaseTime(1_441_812_279_474L);
    writer.setBaseTime(1_441_812_279_474L);
    writer.outputLegend();
    for (int second = 0; second < 4; ++second) {
      Histogram interval = filled(new Histogram(3), second, 200, 1e9);
      interval.setStartTimeStamp(1_441_812_279_601L + 1000L * second);
      interval.setEndTimeStamp(1_441_812_280_608L + 1000L * second);
      interval.setTag(second % 2 == 0 ? null : "odd");
      writer.outputIntervalHistogram(interval);
      System.out.println((second % 2 == 0 ? "-" : "odd") + " " + interval.getStartTimeStamp() + " "
          + (interval.getEndTimeStamp() - interval.getStartTimeStamp()) + " " + figures(interval));
    }
    writer.close();
  }

  private static void readLog(String path) throws Exception {
    HistogramLogReader reader = new HistogramLogReader(path);
    while (reader.hasNext()) {
      Histogram interval = (Histogram) reader.nextIntervalHistogram();
      if (interval == null) {
        continue;
      }
      System.out.println((interval.getTag() == null ? "-" : interval.getTag()) + " "
          + interval.getStartTimeStamp() + " "
          + (interval.getEndTimeStamp() - interval.getStartTimeStamp()) + " " + figures(interval));
    }
  }
}

#include "console/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace orbbench::console {
namespace {

constexpr double kLeastLogarithmic = 1e-12;

double on_scale(double value, Scale scale) {
  return scale == Scale::Logarithmic ? std::log10(std::max(value, kLeastLogarithmic)) : value;
}

double off_scale(double value, Scale scale) {
  return scale == Scale::Logarithmic ? std::pow(10.0, value) : value;
}

std::string three_digits(double value) {
  std::array<char, 32> text{};
  const int before = value == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  const int after = std::clamp(3 - before, 0, 2);
  std::snprintf(text.data(), text.size(), "%.*f", after, value);
  std::string written = text.data();
  if (written.find('.') != std::string::npos) {
    written.erase(written.find_last_not_of('0') + 1);
    if (written.back() == '.') {
      written.pop_back();
    }
  }
  return written == "-0" ? "0" : written;
}

struct Step {
  double size;
  const char* name;
};

// The largest step that the value reaches, else the least.
template <std::size_t Count>
std::string in_steps(double value, const std::array<Step, Count>& steps) {
  if (value == 0) {
    return "0";
  }
  // What would be rounded to 1000 of the smaller step is 1 of the larger.
  constexpr double kRounding = 0.9995;
  for (const Step& step : steps) {
    if (std::abs(value) >= step.size * kRounding || &step == &steps.back()) {
      return three_digits(value / step.size) + step.name;
    }
  }
  return {};
}

std::string clock_text(double seconds) {
  constexpr long kSixty = 60;
  constexpr long kHundred = 100;
  const long hundredths = std::lround(seconds * kHundred);
  const long whole = hundredths / kHundred;
  const long part = hundredths % kHundred;
  std::array<char, 64> text{};
  if (whole >= kSixty * kSixty) {
    std::snprintf(text.data(), text.size(), "%ld:%02ld:%02ld", whole / (kSixty * kSixty),
                  whole / kSixty % kSixty, whole % kSixty);
  } else {
    std::snprintf(text.data(), text.size(), "%ld:%02ld", whole / kSixty, whole % kSixty);
  }
  std::string written = text.data();
  if (part != 0) {
    std::snprintf(text.data(), text.size(), ".%02ld", part);
    written += text.data();
  }
  return written;
}

std::string percentile_text(double value) {
  constexpr double kAll = 100.0;
  const double beyond = 1 / std::max(value, 1.0);
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(beyond) - 2.0001)), 0, 6);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f %%", digits, kAll * (1 - beyond));
  return text.data();
}

bool is_number(const ChartPoint& point) {
  return std::isfinite(point.y);
}

std::optional<Range> values_within(const Chart& chart, Range x, Scale scale) {
  std::optional<Range> range;
  const auto take = [&](double value) {
    if (!std::isfinite(value) || (scale == Scale::Logarithmic && value <= 0)) {
      return;
    }
    range = range ? Range{std::min(range->from, value), std::max(range->to, value)}
                  : Range{value, value};
  };
  for (const ChartLine& line : chart.lines) {
    auto point = std::ranges::lower_bound(line.points, x.from, {}, &ChartPoint::x);
    for (; point != line.points.end() && point->x <= x.to; ++point) {
      take(point->y);
    }
  }
  for (const ChartLimit& limit : chart.limits) {
    take(limit.y);
  }
  if (chart.y.least) {
    take(*chart.y.least);
  }
  return range;
}

std::vector<double> decades(Range range, std::size_t most) {
  const double first = std::ceil(std::log10(std::max(range.from, kLeastLogarithmic)) - 1e-9);
  const double last = std::floor(std::log10(std::max(range.to, kLeastLogarithmic)) + 1e-9);
  const double count = last - first + 1;
  if (count < 2) {
    return {};
  }
  const double stride = std::max(1.0, std::ceil(count / static_cast<double>(most)));
  std::vector<double> marks;
  for (double power = first; power <= last; power += stride) {
    marks.push_back(std::pow(10.0, power));
  }
  return marks;
}

/// 1, 2 and 5 of each power of ten; none where they were more than there is room for.
std::vector<double> within_decades(Range range, std::size_t most) {
  const double least = std::max(range.from, kLeastLogarithmic);
  std::vector<double> marks;
  for (double power = std::floor(std::log10(least)); std::pow(10.0, power) <= range.to; ++power) {
    for (const double times : {1.0, 2.0, 5.0}) {
      const double mark = times * std::pow(10.0, power);
      if (mark >= least && mark <= range.to) {
        marks.push_back(mark);
      }
    }
  }
  return marks.size() <= most ? marks : std::vector<double>();
}

double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (power * times >= least * (1 - 1e-9)) {
      return power * times;
    }
  }
  return power * 10;
}

std::vector<double> multiples(double step, Range range) {
  std::vector<double> marks;
  for (double count = std::ceil(range.from / step - 1e-9); count * step <= range.to + step * 1e-9;
       ++count) {
    marks.push_back(count * step);
  }
  return marks;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string out = "\"";
  for (const char letter : text) {
    out += letter == '"' ? "\"\"" : std::string(1, letter);
  }
  return out + '"';
}

std::string exact(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

}  // namespace

std::string to_text(double value, Unit unit) {
  static constexpr std::array<Step, 4> kDurations{
      {{1, " s"}, {1e-3, " ms"}, {1e-6, " \u00b5s"}, {1e-9, " ns"}}};
  static constexpr std::array<Step, 4> kOctets{
      {{1024.0 * 1024 * 1024, " GiB"}, {1024.0 * 1024, " MiB"}, {1024.0, " KiB"}, {1, " B"}}};
  static constexpr std::array<Step, 4> kPlain{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
  if (!std::isfinite(value)) {
    return "none";
  }
  switch (unit) {
    case Unit::Seconds:
      return clock_text(value);
    case Unit::Duration:
      return in_steps(value, kDurations);
    case Unit::Percentile:
      return percentile_text(value);
    case Unit::Octets:
      return in_steps(value, kOctets);
    case Unit::Plain:
      break;
  }
  return in_steps(value, kPlain);
}

std::optional<Range> x_range(const Chart& chart) {
  std::optional<Range> range;
  for (const ChartLine& line : chart.lines) {
    if (!line.points.empty()) {
      const Range own{line.points.front().x, line.points.back().x};
      range =
          range ? Range{std::min(range->from, own.from), std::max(range->to, own.to)} : Range{own};
    }
  }
  return range;
}

Range y_range(const Chart& chart, Range x) {
  constexpr double kRoom = 0.06;
  const Scale scale = chart.y.scale;
  const auto values = values_within(chart, x, scale);
  if (!values) {
    return scale == Scale::Logarithmic ? Range{1, 10} : Range{0, 1};
  }
  Range range{on_scale(values->from, scale), on_scale(values->to, scale)};
  if (range.length() <= 0) {
    const double half = scale == Scale::Logarithmic ? 0.5 : std::max(std::abs(range.to) / 2, 0.5);
    range = {range.from - half, range.to + half};
  }
  const double room = kRoom * range.length();
  const bool stands_on_least = chart.y.least && values->from >= *chart.y.least;
  return {stands_on_least ? *chart.y.least : off_scale(range.from - room, scale),
          off_scale(range.to + room, scale)};
}

std::vector<double> ticks(Range range, Scale scale, std::size_t most) {
  if (!(range.length() > 0)) {
    return {};
  }
  if (scale == Scale::Logarithmic) {
    constexpr std::size_t kEnough = 3;
    std::vector<double> marks = decades(range, most);
    std::vector<double> finer = within_decades(range, most);
    if (marks.size() < kEnough && finer.size() > marks.size() && finer.size() > 1) {
      return finer;
    }
    if (!marks.empty()) {
      return marks;
    }
  }
  const double step = round_step(range.length() / static_cast<double>(most - 1));
  std::vector<double> marks = multiples(step, range);
  // One mark alone gives no scale.
  return marks.size() < 2 ? multiples(round_step(step / 3), range) : marks;
}

double place_of(double value, Range range, Scale scale) {
  const double from = on_scale(range.from, scale);
  const double length = on_scale(range.to, scale) - from;
  return length > 0 ? (on_scale(value, scale) - from) / length : 0.5;
}

double value_at(double place, Range range, Scale scale) {
  const double from = on_scale(range.from, scale);
  return off_scale(from + place * (on_scale(range.to, scale) - from), scale);
}

std::vector<std::optional<ChartPoint>> points_at(const Chart& chart, double x) {
  std::vector<std::optional<ChartPoint>> points;
  for (const ChartLine& line : chart.lines) {
    const auto after = std::ranges::upper_bound(line.points, x, {}, &ChartPoint::x);
    const bool any = after != line.points.begin() && is_number(*std::prev(after));
    points.push_back(any ? std::optional(*std::prev(after)) : std::nullopt);
  }
  return points;
}

std::string summary_of(const Chart& chart, Range x) {
  std::string text = chart.title + ".\n";
  const auto latest = points_at(chart, x.to);
  for (std::size_t index = 0; index < chart.lines.size(); ++index) {
    text += chart.lines[index].name + ": ";
    text += latest[index] ? to_text(latest[index]->y, chart.y.unit) + " at " +
                                to_text(latest[index]->x, chart.x.unit) + ".\n"
                          : std::string("nothing yet.\n");
  }
  for (const ChartLimit& limit : chart.limits) {
    text += limit.name + ": " + to_text(limit.y, chart.y.unit) + ".\n";
  }
  return text;
}

std::string csv_of(const Chart& chart) {
  std::string text = "line,x,y\r\n";
  for (const ChartLine& line : chart.lines) {
    const std::string name = quoted(line.name);
    for (const ChartPoint& point : line.points) {
      text += name + ',' + exact(point.x) + ',' + (is_number(point) ? exact(point.y) : "") + "\r\n";
    }
  }
  return text;
}

}  // namespace orbbench::console

#include "report/chart.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::ordered_json;

/// With as many digits as tell it from 100 %.
std::string percent_text(double one_in) {
  char text[32];
  const int decimals = static_cast<int>(std::ceil(std::log10(one_in))) + 1;
  std::snprintf(text, sizeof text, "%.*f", decimals, 100 - 100 / one_in);
  std::string shown = text;
  shown.erase(shown.find_last_not_of('0') + 1);
  if (shown.ends_with('.')) {
    shown.pop_back();
  }
  return shown + " %";
}

const char* to_string(AxisScale scale) {
  switch (scale) {
    case AxisScale::Linear:
      break;
    case AxisScale::Logarithmic:
      return "logarithmic";
    case AxisScale::Nines:
      return "nines";
    case AxisScale::Categories:
      return "categories";
  }
  return "linear";
}

const char* to_string(SeriesStyle style) {
  switch (style) {
    case SeriesStyle::Line:
      break;
    case SeriesStyle::Marks:
      return "marks";
    case SeriesStyle::Intervals:
      return "intervals";
    case SeriesStyle::Limits:
      return "limits";
  }
  return "line";
}

ordered_json json_of(const ChartAxis& axis) {
  return {{"title", axis.title},
          {"unit", axis.unit},
          {"scale", to_string(axis.scale)},
          {"categories", axis.categories}};
}

ordered_json json_of(const ChartSeries& series) {
  ordered_json points = ordered_json::array();
  for (const ChartPoint& point : series.points) {
    points.push_back({point.x, point.y});
  }
  ordered_json object{
      {"name", series.name}, {"style", to_string(series.style)}, {"points", points}};
  if (series.few_calls_from) {
    object["few_calls_from"] = *series.few_calls_from;
  }
  return object;
}

ordered_json json_of(const Chart& chart) {
  ordered_json object{{"x", json_of(chart.x)}, {"y", json_of(chart.y)}};
  object["series"] = ordered_json::array();
  for (const ChartSeries& series : chart.series) {
    object["series"].push_back(json_of(series));
  }
  object["lines"] = ordered_json::array();
  for (const ChartLine& line : chart.lines) {
    object["lines"].push_back({{"label", line.label}, {"value", line.value}});
  }
  object["remarks"] = ordered_json::array();
  for (const ChartRemark& remark : chart.remarks) {
    object["remarks"].push_back({{"x", remark.x}, {"text", remark.text}});
  }
  return object;
}

std::string with_unit(const ChartAxis& axis) {
  return axis.title + (axis.unit.empty() ? "" : " (" + axis.unit + ")");
}

}  // namespace

std::string x_text(const Chart& chart, double x) {
  const auto place = static_cast<std::size_t>(x);
  if (chart.x.scale == AxisScale::Categories && place < chart.x.categories.size()) {
    return chart.x.categories[place];
  }
  return chart.x.scale == AxisScale::Nines ? percent_text(x) : number_text(x);
}

store::StoredTable data_of(const Chart& chart) {
  if (chart.data) {
    return *chart.data;
  }
  store::StoredTable table{{}, chart.title, {with_unit(chart.x)}, {}};
  std::map<double, std::vector<std::string>> rows;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    table.columns.push_back(chart.series[i].name +
                            (chart.y.unit.empty() ? "" : " (" + chart.y.unit + ")"));
    for (const ChartPoint& point : chart.series[i].points) {
      auto& cells = rows[point.x];
      cells.resize(chart.series.size());
      cells[i] = number_text(point.y);
    }
  }
  for (auto& [x, cells] : rows) {
    std::vector<std::string> row{x_text(chart, x)};
    std::move(cells.begin(), cells.end(), std::back_inserter(row));
    table.rows.push_back(std::move(row));
  }
  if (!chart.remarks.empty()) {
    table.columns.emplace_back("remark");
    std::size_t place = 0;
    for (const auto& row : rows) {
      const auto remark = std::ranges::find(chart.remarks, row.first, &ChartRemark::x);
      table.rows[place++].push_back(remark == chart.remarks.end() ? "" : remark->text);
    }
  }
  return table;
}

std::string charts_json(const std::vector<Chart>& charts) {
  ordered_json array = ordered_json::array();
  for (const Chart& chart : charts) {
    array.push_back(json_of(chart));
  }
  const std::string text = array.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char one : text) {
    // "</script>" would end the element that the text is to stand in.
    safe += one == '<' ? std::string("\\u003c") : std::string(1, one);
  }
  return safe;
}

}  // namespace orbbench::bench

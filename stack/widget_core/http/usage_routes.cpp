#include <charconv>
#include <optional>
#include <string>

#include "http/routes.hpp"
#include "model/field_problems.hpp"
#include "store/usage_rows.hpp"
#include "usage/usage_report.hpp"

namespace orbbench::widget_core {
namespace {

using service::Method;
using service::Reply;
using service::Request;
using std::chrono::days;
using std::chrono::sys_days;

constexpr days kUsualRange{30};
constexpr days kLongestRange{366};

enum class Form { Json, Csv };

struct UsageQuery {
  UsageRange range;
  Form form = Form::Json;
};

std::optional<std::string> parameter(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

/// Of digits alone.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc() && end == text.data() + text.size();
  return whole && text.front() != '-' ? std::optional(value) : std::nullopt;
}

std::optional<sys_days> parse_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const std::string_view digits = text;
  const auto year = number(digits.substr(0, 4));
  const auto month = number(digits.substr(5, 2));
  const auto day = number(digits.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

sys_days read_day(const Request& request, const char* name, sys_days otherwise,
                  FieldProblems& problems) {
  const auto text = parameter(request, name);
  const auto day = text ? parse_day(*text) : otherwise;
  if (!day) {
    problems.invalid(name);
  }
  return day.value_or(otherwise);
}

UsageQuery read_query(const Request& request) {
  FieldProblems problems;
  UsageQuery query;
  const auto today = std::chrono::floor<days>(std::chrono::system_clock::now());
  query.range.to = read_day(request, "to", today, problems);
  query.range.from = read_day(request, "from", query.range.to - kUsualRange + days(1), problems);
  if (query.range.from > query.range.to || query.range.to - query.range.from >= kLongestRange) {
    problems.invalid("from");
  }
  const std::string form = parameter(request, "format").value_or("json");
  if (form != "json" && form != "csv") {
    problems.invalid("format");
  }
  problems.throw_if_any();
  query.form = form == "csv" ? Form::Csv : Form::Json;
  return query;
}

Reply csv_reply(const UsageReport& report, const UsageRange& range) {
  Reply reply;
  reply.content_type = "text/csv; charset=utf-8";
  reply.body = report.to_csv();
  reply.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"usage-" + to_text(range.from) + "-" + to_text(range.to) + ".csv\"");
  return reply;
}

Reply report_usage(Parts& parts, const Request& request) {
  const UsageQuery query = read_query(request);
  const UsageReport report = parts.database.query(request.deadline, [&](pqxx::work& work) {
    UsageReport made(query.range);
    read_usage(work, owner_of(request.caller).tenant_id, query.range,
               [&](const std::string& day, const std::string& operation, const UsageSums& sums) {
                 made.add(day, operation, sums);
               });
    return made;
  });
  return query.form == Form::Csv ? csv_reply(report, query.range)
                                 : Reply::json(200, report.to_json());
}

}  // namespace

void add_usage_routes(service::HttpServer& server, Parts& parts) {
  server.route(Method::Get, "/usage",
               [&](const Request& request) { return report_usage(parts, request); });
}

}  // namespace orbbench::widget_core

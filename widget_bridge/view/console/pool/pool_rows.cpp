#include "pool/pool_rows.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <numeric>
#include <string>
#include <utility>

namespace orbbench::console {
namespace {

using orb_client::BreakerState;
using orb_client::OperationCounts;
using orb_client::Outcome;

Row::Mark mark_of(BreakerState state) {
  switch (state) {
    case BreakerState::Closed:
      return Row::Mark::Good;
    case BreakerState::HalfOpen:
      return Row::Mark::Warning;
    case BreakerState::Open:
      break;
  }
  return Row::Mark::Bad;
}

std::string clock_time(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
  return text.data();
}

}  // namespace

std::vector<Column> operation_columns() {
  std::vector<Column> columns{{.title = "Operation", .width = 150},
                              {.title = "Calls", .alignment = Alignment::Right, .width = 80}};
  for (std::size_t outcome = 0; outcome < orb_client::kOutcomeCount; ++outcome) {
    std::string title = orb_client::to_string(static_cast<Outcome>(outcome));
    std::ranges::replace(title, '_', ' ');
    columns.push_back({.title = std::move(title), .alignment = Alignment::Right, .width = 105});
  }
  columns.push_back({.title = "Retries", .alignment = Alignment::Right, .width = 80});
  columns.push_back({.title = "Failovers", .alignment = Alignment::Right, .width = 80});
  return columns;
}

std::vector<Row> operation_rows(const std::vector<OperationCounts>& counts) {
  std::vector<Row> rows;
  for (const OperationCounts& each : counts) {
    const auto all = std::accumulate(each.calls.begin(), each.calls.end(), std::uint64_t{0});
    Row row{.key = each.operation, .cells = {each.operation, std::to_string(all)}};
    for (const std::uint64_t calls : each.calls) {
      row.cells.push_back(std::to_string(calls));
    }
    row.cells.push_back(std::to_string(each.retries));
    row.cells.push_back(std::to_string(each.failovers));
    row.mark = all == each.calls_with(Outcome::Success) ? Row::Mark::None : Row::Mark::Warning;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Column> breaker_columns() {
  return {{.title = "Operation", .width = 150},
          {.title = "Endpoint", .width = 180},
          {.title = "Breaker", .width = 90}};
}

std::vector<Row> breaker_rows(const std::vector<orb_client::BreakerReport>& breakers) {
  std::vector<Row> rows;
  for (const orb_client::BreakerReport& breaker : breakers) {
    rows.push_back({.key = breaker.operation + " at " + breaker.endpoint,
                    .cells = {breaker.operation, breaker.endpoint, to_string(breaker.state)},
                    .mark = mark_of(breaker.state)});
  }
  return rows;
}

std::vector<Column> transition_columns() {
  return {{.title = "Time", .width = 80},
          {.title = "Operation", .width = 120},
          {.title = "From", .width = 80},
          {.title = "To", .width = 80},
          {.title = "Endpoint", .width = 180}};
}

std::vector<Row> transition_rows(const std::vector<BreakerEvent>& events) {
  std::vector<Row> rows;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    rows.push_back(
        {.key = std::to_string(event->number),
         .cells = {clock_time(event->time), event->operation, to_string(event->transition.from),
                   to_string(event->transition.to), event->endpoint},
         .mark = mark_of(event->transition.to)});
  }
  return rows;
}

}  // namespace orbbench::console

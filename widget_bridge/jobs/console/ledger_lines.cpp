#include "console/ledger_lines.hpp"

#include <algorithm>
#include <array>

namespace orbbench::console {
namespace {

using Figures = LedgerLine::Figures;
using metrics::Priority;

constexpr std::array kPriorities{Priority::Critical, Priority::High, Priority::Medium,
                                 Priority::Low};

Figures figures_of(const metrics::SiteAccount& account) {
  return {.allocations = static_cast<std::int64_t>(account.allocations),
          .deallocations = static_cast<std::int64_t>(account.deallocations),
          .zeroizations = static_cast<std::int64_t>(account.zeroizations),
          .zeroized_octets = static_cast<std::int64_t>(account.zeroized_octets),
          .live_objects = account.live_objects};
}

// `sign` is 1 or -1.
void add(Figures& sum, const Figures& other, std::int64_t sign = 1) {
  sum.allocations += sign * other.allocations;
  sum.deallocations += sign * other.deallocations;
  sum.zeroizations += sign * other.zeroizations;
  sum.zeroized_octets += sign * other.zeroized_octets;
  sum.live_objects += sign * other.live_objects;
}

const metrics::Ledger* usable(const metrics::Ledger* mark, const metrics::Ledger& ledger) {
  return mark != nullptr && same_process(*mark, ledger) ? mark : nullptr;
}

void put_in_words(LedgerLine& line, const std::string& site,
                  const std::vector<BrokenRule>& broken) {
  line.words = "balanced";
  for (const BrokenRule& rule : broken) {
    if (rule.what.site != site) {
      continue;
    }
    const std::string text = (rule.now ? "UNBALANCED: " : "was unbalanced: ") + rule.what.rule +
                             ": " + rule.what.figures;
    line.words = line.broken ? line.words + "; " + text : text;
    line.broken = true;
  }
}

LedgerLine total_of(const metrics::Ledger& ledger, const metrics::Ledger* mark,
                    std::optional<Priority> priority) {
  LedgerLine line{.name = priority ? to_string(*priority) : "all"};
  std::size_t sites = 0;
  for (const auto& [site, account] : ledger.sites) {
    if (!priority || account.priority == *priority) {
      ++sites;
      add(line.now, figures_of(account));
    }
  }
  line.priority = std::to_string(sites) + (sites == 1 ? " site" : " sites");
  if (mark != nullptr) {
    line.since = line.now;
    add(*line.since, total_of(*mark, nullptr, priority).now, -1);
  }
  return line;
}

// Of the rules of its sites, how many do not hold.
void count_broken(LedgerLine& line, const metrics::Ledger& ledger, std::optional<Priority> priority,
                  const std::vector<BrokenRule>& broken) {
  const auto mine = [&](const BrokenRule& rule) {
    const auto site = ledger.sites.find(rule.what.site);
    return !priority || (site != ledger.sites.end() && site->second.priority == *priority);
  };
  const auto rules = std::ranges::count_if(broken, mine);
  line.broken = rules > 0;
  line.words = rules == 0 ? "balanced" : std::to_string(rules) + " broken";
}

}  // namespace

std::vector<LedgerLine> site_lines(const metrics::Ledger& ledger, const metrics::Ledger* mark,
                                   const std::vector<BrokenRule>& broken) {
  std::vector<LedgerLine> lines;
  const metrics::Ledger* before = usable(mark, ledger);
  for (const auto& [site, account] : ledger.sites) {
    LedgerLine line{
        .name = site, .priority = to_string(account.priority), .now = figures_of(account)};
    if (before != nullptr) {
      line.since = line.now;
      const auto then = before->sites.find(site);
      add(*line.since, then == before->sites.end() ? Figures() : figures_of(then->second), -1);
    }
    put_in_words(line, site, broken);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<LedgerLine> total_lines(const metrics::Ledger& ledger, const metrics::Ledger* mark,
                                    const std::vector<BrokenRule>& broken) {
  std::vector<LedgerLine> lines;
  const metrics::Ledger* before = usable(mark, ledger);
  for (const Priority priority : kPriorities) {
    lines.push_back(total_of(ledger, before, priority));
    count_broken(lines.back(), ledger, priority, broken);
  }
  lines.push_back(total_of(ledger, before, std::nullopt));
  count_broken(lines.back(), ledger, std::nullopt, broken);
  return lines;
}

Chart live_chart(const LedgerHistory& history) {
  Chart chart{.title = "Live objects",
              .x = {.label = "time", .unit = Unit::Seconds},
              .y = {.label = "objects", .least = 0}};
  for (const Priority priority : kPriorities) {
    const auto index = static_cast<std::size_t>(priority);
    ChartLine line{.name = to_string(priority), .look = index};
    for (const LivePoint& point : history.live()) {
      line.points.push_back({.x = point.seconds, .y = point.live.at(index)});
    }
    chart.lines.push_back(std::move(line));
  }
  return chart;
}

}  // namespace orbbench::console

#include "console/ledger_history.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::console {
namespace {

LivePoint live_point(double seconds, const metrics::Ledger& ledger) {
  LivePoint point{.seconds = seconds};
  for (const auto& [site, account] : ledger.sites) {
    point.live.at(static_cast<std::size_t>(account.priority)) +=
        static_cast<double>(account.live_objects);
  }
  return point;
}

}  // namespace

void LedgerHistory::add(double seconds, metrics::Ledger ledger) {
  for (BrokenRule& rule : broken_) {
    rule.now = false;
  }
  for (const metrics::Imbalance& imbalance : find_imbalances(ledger)) {
    note(imbalance, seconds);
  }
  if (latest_ && !same_process(*latest_, ledger)) {
    ++restarts_;
  } else if (latest_) {
    for (const metrics::Imbalance& regression : find_regressions(*latest_, ledger)) {
      note(regression, seconds);
    }
  }
  live_.push_back(live_point(seconds, ledger));
  if (live_.size() > kMostPoints) {
    live_.pop_front();
  }
  ++looks_;
  latest_ = std::move(ledger);
}

void LedgerHistory::note(const metrics::Imbalance& imbalance, double seconds) {
  auto known = std::ranges::find_if(broken_, [&imbalance](const BrokenRule& rule) {
    return rule.what.site == imbalance.site && rule.what.rule == imbalance.rule;
  });
  if (known == broken_.end()) {
    if (broken_.size() >= kMostRules) {
      ++rules_left_out_;
      return;
    }
    known = broken_.insert(broken_.end(), {.what = imbalance, .first_seconds = seconds});
  }
  known->what.figures = imbalance.figures;
  known->last_seconds = seconds;
  known->now = true;
  ++known->looks;
}

}  // namespace orbbench::console

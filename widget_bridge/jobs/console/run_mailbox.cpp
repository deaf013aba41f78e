#include "console/run_mailbox.hpp"

#include <utility>

#include "console/printable.hpp"

namespace orbbench::console {

void RunMailbox::put(RunEvent event) {
  const std::lock_guard lock(mutex_);
  std::visit([this](auto&& one) { add(std::forward<decltype(one)>(one)); }, std::move(event));
}

void RunMailbox::put_line(std::string_view line) {
  const std::lock_guard lock(mutex_);
  news_.lines.emplace_back(printable(line.substr(0, kMostOctetsOfLine)));
  if (news_.lines.size() > kMostLines) {
    news_.lines.pop_front();
    ++news_.dropped;
  }
}

void RunMailbox::put_end(ChildEnd end) {
  const std::lock_guard lock(mutex_);
  news_.end = std::move(end);
}

RunNews RunMailbox::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

void RunMailbox::add(RunTrouble event) {
  if (news_.troubles.size() < kMostTroubles) {
    news_.troubles.push_back(std::move(event.text));
  } else {
    ++news_.dropped;
  }
}

void RunMailbox::add(CheckResult event) {
  if (news_.checks.size() < kMostChecks) {
    news_.checks.push_back(std::move(event));
  } else {
    ++news_.dropped;
  }
}

}  // namespace orbbench::console

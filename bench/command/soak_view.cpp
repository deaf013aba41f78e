#include "soak_view.hpp"

#include <unistd.h>

#include <iostream>
#include <string>

#include "progress_events.hpp"
#include "soak/soak_text.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kBetweenPlainLines{10};
constexpr std::size_t kColumns = 79;

}  // namespace

SoakView::SoakView(Progress& progress, const SoakPlan& plan)
    : progress_(progress),
      plan_(plan),
      on_terminal_(isatty(STDERR_FILENO) == 1 && !progress_events().are_wanted()) {}

void SoakView::show(const SoakRecord& record, std::chrono::nanoseconds left) {
  if (on_terminal_) {
    draw(record, left);
    return;
  }
  const Clock::time_point now = Clock::now();
  const bool is_new = record.intervals().size() != shown_intervals_;
  if (is_new && now - last_line_ >= kBetweenPlainLines) {
    progress_.show(soak_line(record, left));
    shown_intervals_ = record.intervals().size();
    last_line_ = now;
  }
}

/// Over what was drawn before, in one write, so that it does not flicker.
void SoakView::draw(const SoakRecord& record, std::chrono::nanoseconds left) {
  progress_.clear();
  std::string text = drawn_lines_ > 0 ? "\033[" + std::to_string(drawn_lines_) + "A" : "";
  const auto lines = soak_screen(plan_, record, left);
  for (const std::string& line : lines) {
    text += "\r\033[K" + line.substr(0, kColumns) + "\n";
  }
  drawn_lines_ = lines.size();
  std::cerr << text << std::flush;
}

void SoakView::clear() {
  progress_.clear();
  if (drawn_lines_ > 0) {
    std::cerr << "\033[" << drawn_lines_ << "A\r\033[J" << std::flush;
    drawn_lines_ = 0;
  }
}

}  // namespace orbbench::bench

#include "progress.hpp"

#include <unistd.h>

#include <iostream>

#include "progress_events.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kBetweenPlainLines{2};

}  // namespace

Progress::Progress()
    : on_terminal_(isatty(STDERR_FILENO) == 1),
      last_plain_line_(std::chrono::steady_clock::now()) {}

void Progress::show(const std::string& text) {
  if (progress_events().are_wanted()) {
    progress_events().progress(text);
    return;
  }
  if (on_terminal_) {
    std::cerr << "\r\033[K" << text.substr(0, 78) << std::flush;
    shown_ = true;
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now - last_plain_line_ >= kBetweenPlainLines) {
    std::cerr << text << std::endl;
    last_plain_line_ = now;
  }
}

void Progress::clear() {
  if (shown_) {
    std::cerr << "\r\033[K" << std::flush;
    shown_ = false;
  }
}

}  // namespace orbbench::bench

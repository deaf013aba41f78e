#pragma once

#include <chrono>
#include <string>

namespace orbbench::bench {

/// What is being done now, on standard error: one line that is overwritten on a terminal, plain
/// lines at most every two seconds elsewhere; with --progress json all of it, as events. Used by
/// one thread.
class Progress {
 public:
  Progress();
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(const std::string& text);

  /// To be called before anything else is printed.
  void clear();

 private:
  bool on_terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_plain_line_;
};

}  // namespace orbbench::bench

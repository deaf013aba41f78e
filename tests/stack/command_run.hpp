#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace orbbench::tests {

/// A run of the orbbench command. What it writes is read as it comes; a run that is still going
/// when this is destroyed is killed, which must do no harm: that is under test.
class CommandRun {
 public:
  /// `environment` is NAME=value, added to this process's.
  CommandRun(const std::vector<std::string>& arguments,
             const std::vector<std::string>& environment);
  ~CommandRun();
  CommandRun(const CommandRun&) = delete;
  CommandRun& operator=(const CommandRun&) = delete;

  pid_t pid() const { return pid_; }
  const std::string& output() const { return output_; }
  const std::string& errors() const { return errors_; }

  /// Reads until stdout, or stderr, holds the text; false when the run's output ended without it.
  bool await_output(const std::string& text) { return await(output_, text); }
  bool await_error(const std::string& text) { return await(errors_, text); }

  void send(int signal) const;

  /// Its exit status, or 128 + the signal that it died of. Fails the test and returns -1 when it
  /// does not end within a minute.
  int exit_status();

 private:
  bool await(const std::string& stream, const std::string& text);
  bool read_some();

  pid_t pid_ = -1;
  int output_end_ = -1;
  int errors_end_ = -1;
  std::chrono::steady_clock::time_point limit_;
  std::string output_;
  std::string errors_;
};

/// A run that is over: its exit status, and what it wrote.
struct Finished {
  int status = 0;
  std::string output;
  std::string errors;
};

Finished finish(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment);

}  // namespace orbbench::tests

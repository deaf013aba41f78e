#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "orbbench/process/child_process.hpp"

namespace orbbench::tests {

/// Results of `orbbench soak` in a folder of their own, which goes with this.
class SoakResults {
 public:
  SoakResults();
  ~SoakResults();
  SoakResults(const SoakResults&) = delete;
  SoakResults& operator=(const SoakResults&) = delete;

  /// A short soak of a private core, to its end. Throws std::runtime_error, with what it wrote,
  /// unless it passes.
  void finish_one() const;

  process::ChildProcess::Settings settings(const std::vector<std::string>& arguments) const;

 private:
  std::filesystem::path folder_;
};

/// A soak of a private core that is under way, at a metrics port of its own, for as long as this
/// lives.
class SoakProcess {
 public:
  /// Returns when it has begun. Throws std::runtime_error, with what it wrote, when it does not.
  explicit SoakProcess(const SoakResults& results);
  ~SoakProcess();
  SoakProcess(const SoakProcess&) = delete;
  SoakProcess& operator=(const SoakProcess&) = delete;

  /// "127.0.0.1:4711", to be scraped.
  const std::string& address() const { return address_; }

 private:
  std::string await_line(const std::string& beginning);

  process::ChildProcess process_;
  std::string address_;
};

}  // namespace orbbench::tests

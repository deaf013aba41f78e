#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

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

/// An `orbbench` that goes on, and has a metrics page at a port of its own, for as long as this
/// lives.
class ScrapedProcess {
 public:
  ScrapedProcess(const ScrapedProcess&) = delete;
  ScrapedProcess& operator=(const ScrapedProcess&) = delete;

  /// "127.0.0.1:4711", to be scraped.
  const std::string& address() const { return address_; }

 protected:
  /// Returns when it writes a line that begins so. Throws std::runtime_error, with what it wrote,
  /// when it does not.
  ScrapedProcess(const SoakResults& results, const std::vector<std::string>& arguments,
                 const std::string& begun);
  ~ScrapedProcess();

 private:
  std::string await_line(const std::string& beginning);

  process::ChildProcess process_;
  std::string address_;
};

/// A soak of a private core.
struct SoakProcess : ScrapedProcess {
  explicit SoakProcess(const SoakResults& results);
};

/// A worker that has nothing to do.
struct WorkerProcess : ScrapedProcess {
  explicit WorkerProcess(const SoakResults& results);
};

}  // namespace orbbench::tests

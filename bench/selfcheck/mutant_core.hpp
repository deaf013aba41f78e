#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "checks/check.hpp"
#include "memory/preload/watched_core.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::selfcheck {

/// What mutants are made of, and what looks at them.
struct Laboratory {
  orb_client::OrbRuntime& runtime;
  bench::LedgerExpectations expectations;
  std::filesystem::path core_program;        ///< orbbench-core
  std::filesystem::path null_wipe;           ///< the library that replaces wiping by nothing
  std::vector<std::string> checks_off = {};  ///< names of checks that are not asked
  std::stop_token stop = {};
  std::function<void(const std::string&)> report = [](const std::string&) {};
};

/// A reference core with faults enabled, under the free-time witness, and the checks' context on
/// it.
class MutantCore {
 public:
  /// `wipe` is what it wipes with, which is replaced by nothing; empty for the core as it is.
  MutantCore(Laboratory& laboratory, const std::string& wipe);

  bench::CheckContext& context() { return context_; }
  free_witness::RecordFile& record() { return core_.record(); }

  void inject(orb_client::FaultKind fault, const std::string& site);
  void clear();

 private:
  free_witness::WatchedCore core_;
  orb_client::ConnectionPool pool_;
  orb_client::Lease control_;
  bench::CheckContext context_;
};

}  // namespace orbbench::selfcheck

#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "orbbench/launcher/kept_database.hpp"
#include "orbbench/store/results_store.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// Takes one line for the user.
using Tell = std::function<void(const std::string&)>;

/// Throws ConfigError when the environment names no usable place for results: before a run that is
/// to be kept.
void require_results_settings();

/// The results server that ORBBENCH_RESULTS_URL names, else the one that orbbench keeps in the
/// user's data folder, which is up for as long as somebody holds this. Its schema is up to date,
/// and what waited in the spool is stored.
class Results {
 public:
  /// Throws ConfigError, StoreError when the server cannot be used, StackError when the own one
  /// does not come up.
  static Results open(const Tell& tell, const std::stop_token& stop = {});

  store::ResultsStore& store() { return store_; }
  /// For what else uses that server, as long as this is held.
  const std::string& connection() const { return connection_; }

 private:
  Results(std::optional<launcher::KeptDatabase> own, const std::string& connection)
      : own_(std::move(own)), connection_(connection), store_(connection) {}

  std::optional<launcher::KeptDatabase> own_;
  std::string connection_;
  store::ResultsStore store_;  ///< after it: its connection goes first
};

enum class Kept { Stored, Waiting };

/// Keeps the run whatever happens: in the spool first, then in the store if that can be reached;
/// else `tell` says where it waits. Throws StoreError when not even the spool can be written.
Kept keep_run(const store::StoredRun& run, const Tell& tell, const std::stop_token& stop = {});

}  // namespace orbbench::bench

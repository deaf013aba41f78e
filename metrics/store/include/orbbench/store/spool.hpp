#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "orbbench/store/store_error.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

class ResultsStore;

/// Runs that wait for the server, one file each. A run is written here before it is stored, and
/// removed after: a crash at any moment leaves it here, in the store, or in both, and what is in
/// both is stored once, for its uuid is known. Holds only the path; any number of threads and
/// processes may use one folder.
class Spool {
 public:
  /// The folder is made, for this user's eyes only, when it is first written to.
  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Returns the file's path once it would survive a power cut. Throws StoreError when it cannot be
  /// written, RunFormatError for a run that cannot be stored.
  std::filesystem::path write(const StoredRun& run) const;

  struct Replay {
    std::size_t stored = 0;
    std::size_t set_aside = 0;
  };
  /// Stores what waits, the oldest first. A file that is damaged, or that the server will not take,
  /// is moved to the folder `damaged` beside the others, one that cannot be read stays; `tell` is
  /// called with one line about it, and the next one is tried. Throws StoreUnavailable when the
  /// server is away; what waits goes on waiting then.
  Replay replay(ResultsStore& store, const std::function<void(const std::string&)>& tell) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace orbbench::store

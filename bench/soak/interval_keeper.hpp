#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "results/results.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// Keeps a soak's intervals: each is in the spool, on disk, when keep() returns; a thread of its
/// own carries what is there to the results server, which may come and go meanwhile. Used by one
/// thread.
class IntervalKeeper {
 public:
  /// `tell` is called on the keeper's thread, once for each reason in a row.
  IntervalKeeper(std::string soak, Tell tell);
  /// Leaves what is not stored yet in the spool.
  ~IntervalKeeper();
  IntervalKeeper(const IntervalKeeper&) = delete;
  IntervalKeeper& operator=(const IntervalKeeper&) = delete;

  /// Throws StoreError when the spool cannot be written.
  void keep(const SoakInterval& interval);

  /// Of the soak itself.
  void keep(const store::StoredRun& run);

 private:
  void carry(const std::stop_token& stop);
  void carry_once(std::optional<Results>& results, const std::stop_token& stop);
  void tell_once(const std::string& reason);

  std::string soak_;
  Tell tell_;
  std::string told_;

  std::mutex mutex_;
  std::condition_variable_any written_;
  bool has_new_ = false;

  std::jthread carrying_;
};

}  // namespace orbbench::bench

#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::widget_core {

/// Lets one deletion of a widget at a time through, so that ten at once make one call to the core.
/// Several instances need no turn among them: the database decides which of them deleted the row.
class WidgetTurns {
 public:
  class Turn {
   public:
    Turn(WidgetTurns& turns, std::int64_t widget_id) : turns_(turns), widget_id_(widget_id) {}
    ~Turn() { turns_.end(widget_id_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    WidgetTurns& turns_;
    const std::int64_t widget_id_;
  };

  /// Throws HttpError 504 when it is not this one's turn by the deadline.
  Turn take(std::int64_t widget_id, orb_client::Deadline deadline);

 private:
  void end(std::int64_t widget_id);

  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<std::int64_t> taken_;
};

}  // namespace orbbench::widget_core

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "duet/core_pair.hpp"
#include "duet/recording.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::duet {

/// The duet cannot go on, or could and would mean nothing: one line why.
class Disturbed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One core of a duet, as long as it is the same process: its lane, the widget that is called, the
/// identity of its process. Used by one thread.
class MeasuredCore {
 public:
  /// Connects the lane and creates the widget. Throws Disturbed naming the side when it cannot.
  MeasuredCore(orb_client::OrbRuntime& runtime, Side side, const DuetCore& core);
  /// Destroys the widget, if the core is there still.
  ~MeasuredCore();
  MeasuredCore(const MeasuredCore&) = delete;
  MeasuredCore& operator=(const MeasuredCore&) = delete;

  /// Calls one after the other and appends what each took to `durations`, if it succeeded. Counts
  /// those that fail in `book`. Throws Disturbed when the core is gone, or fails too often.
  void call(std::size_t calls, std::vector<Nanoseconds>& durations, SideRecording& book);
  /// Likewise, widgets that are created and destroyed.
  void cycle(std::size_t cycles, std::vector<Nanoseconds>& durations, SideRecording& book);

  /// Goes on over a new connection, which this thread's processor may find served elsewhere.
  void reconnect();

  /// Throws Disturbed when it is another process than at the start.
  void require_same_process();

  /// Requests that it has served so far, and its resident memory; nothing where it does not say.
  std::optional<double> requests() const;
  std::optional<double> resident_octets() const;

 private:
  template <typename Call>
  void time_calls(std::size_t calls, std::vector<Nanoseconds>& durations, SideRecording& book,
                  const Call& call);
  /// Throws Disturbed when no lane can be had in some attempts.
  orb_client::Lease lease_lane(SideRecording& book);
  void note_failure(SideRecording& book, const std::string& error);
  std::optional<double> start_time() const;
  std::int32_t process_id();

  orb_client::OrbRuntime& runtime_;
  Side side_;
  const DuetCore& core_;
  std::optional<orb_client::ConnectionPool> pool_;
  std::int64_t widget_id_;
  std::int64_t next_widget_id_;
  std::int32_t process_id_ = 0;
  std::optional<double> start_time_;
};

}  // namespace orbbench::duet

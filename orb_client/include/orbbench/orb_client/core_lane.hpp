#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

using Octets = std::vector<std::uint8_t>;

/// A parameter or result of Widget::invoke, carried in an `any`: as boolean, long long, double or
/// string.
using Argument = std::variant<bool, std::int64_t, double, std::string>;

struct Sample {
  std::int32_t sequence_number = 0;
  double reading = 0;
  std::string name;
  bool operator==(const Sample&) const = default;
};

struct WidgetDescription {
  std::int64_t widget_id = 0;
  std::string type_name;
  std::string label;
};

struct ArrivalReport {
  std::uint64_t arrived = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t last_sequence_number = 0;
};

enum class SitePriority { Critical, High, Medium, Low };

const char* to_string(SitePriority priority);

struct SiteRecord {
  std::string name;
  SitePriority priority = SitePriority::Low;
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t zeroizations = 0;
  std::uint64_t zeroized_octets = 0;
  std::uint64_t live_objects = 0;
};

struct ProcessState {
  std::uint64_t live_objects = 0;
  std::uint32_t connections = 0;
  std::uint32_t threads = 0;
  std::int32_t process_id = 0;
  std::string host;
  std::string core_name;
  std::string orb_name;
  std::string orb_version;
};

enum class FaultKind {
  SkipZeroization,
  Leak,
  CountTwice,
  CountWithoutFreeing,
  FreeWithoutCounting,
  PretendZeroization
};

const char* to_string(FaultKind kind);

/// One connection to a core, and the operations of idl/orb_core.idl over it. Used by one thread at
/// a time, which holds its lease. Each operation ends by its deadline (to the millisecond above)
/// and throws a CallError, or a ConfigError, before anything is sent, for a value that CORBA cannot
/// carry (a NUL in a text). A lane never reconnects: after an error that may have broken its
/// connection (UnreachableError, a TimeoutError of a call that was sent, a reply that cannot be
/// read) it is spent, and its lease discards it.
class CoreLane {
 public:
  struct Connection;
  explicit CoreLane(std::unique_ptr<Connection> connection);
  ~CoreLane();
  CoreLane(CoreLane&&) noexcept;
  CoreLane& operator=(CoreLane&&) noexcept;

  /// 0 to the pool's number of lanes less one; a lane that replaces a spent one takes its number.
  std::size_t number() const;
  bool spent() const;
  /// Whether the last request that was sent has had its reply; a oneway has none.
  bool answered() const;
  /// False once spent, or once the core has closed the connection while nobody called. Asks this
  /// machine only; costs one system call.
  bool connected() const;

  /// Creates the widget, and keeps its reference on this lane for invoke_widget.
  void create_widget(std::int64_t widget_id, const std::string& type_name, const std::string& label,
                     std::span<const std::uint8_t> sensitive_data, Deadline deadline);
  void relabel_widget(std::int64_t widget_id, const std::string& label, Deadline deadline);
  void destroy_widget(std::int64_t widget_id, Deadline deadline);
  /// Finds the widget, and keeps its reference on this lane for invoke_widget.
  void find_widget(std::int64_t widget_id, Deadline deadline);
  std::vector<WidgetDescription> list_widgets(std::uint32_t offset, std::uint32_t limit,
                                              Deadline deadline);
  /// Finds the widget first if this lane does not know it yet: one more call, counted as such.
  Argument invoke_widget(std::int64_t widget_id, const std::string& operation,
                         const std::vector<Argument>& parameters, Deadline deadline);

  void ping(Deadline deadline);
  std::string echo_string(const std::string& value, Deadline deadline);
  Octets echo_octets(std::span<const std::uint8_t> value, Deadline deadline);
  std::vector<Sample> echo_samples(const std::vector<Sample>& value, Deadline deadline);
  Argument echo_any(const Argument& value, Deadline deadline);
  void notify(const std::string& channel, std::uint64_t sequence_number, Deadline deadline);
  ArrivalReport arrivals(const std::string& channel, Deadline deadline);
  void forget_arrivals(const std::string& channel, Deadline deadline);
  void hold(std::chrono::milliseconds duration, Deadline deadline);
  std::uint32_t execute(const std::string& token, Deadline deadline);
  std::uint32_t executions(const std::string& token, Deadline deadline);
  void forget(const std::string& token, Deadline deadline);
  /// Has the core call an object of this process `turns` times; returns the sum of the answers.
  /// Throws ConfigError when nothing can listen at RuntimeOptions::callback_host.
  std::uint32_t call_back(std::uint32_t turns, Deadline deadline);

  std::vector<SiteRecord> read_ledger(Deadline deadline);
  ProcessState read_process(Deadline deadline);

  /// The next five need a core that was started with --enable-faults (RemoteError NO_PERMISSION).
  void inject_fault(FaultKind kind, const std::string& site, Deadline deadline);
  void delay_replies(std::chrono::microseconds delay, double percent, Deadline deadline);
  void drop_replies(std::uint32_t count, Deadline deadline);
  void crash(Deadline deadline);
  void clear_faults(Deadline deadline);

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace orbbench::orb_client

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "faults/giop_message.hpp"

namespace orbbench::faults {

enum class Direction { ToServer, ToClient };

enum class FaultKind {
  Delay,            ///< the message, and all behind it, comes later
  Withhold,         ///< from the message on, nothing is delivered in its direction any more
  Cut,              ///< the connection ends (FIN) after so many octets of the message
  Reset,            ///< the same with RST
  Throttle,         ///< the message is delivered at so many octets a second
  Slice,            ///< the message is delivered in pieces of so many octets
  Flip,             ///< one octet of the message is changed
  CloseConnection,  ///< GIOP's CloseConnection to the client in the place of the message, then FIN
  Duplicate,        ///< the reply is delivered twice
  Drop              ///< the reply is lost, and nothing else
};

const char* to_string(Direction direction);
const char* to_string(FaultKind kind);

/// Which messages a fault hits: those that all given parts fit; of these every n-th (the first of
/// them is the n-th), each with that probability, and no more than `first` in all.
/// Where the protocol is not GIOP, cut, reset and flip fit the one chunk of a connection that holds
/// their octet, however the stream was split: `every`, `probability` and `first` count connections.
struct Match {
  std::optional<Direction> direction = {};
  std::optional<MessageType> type = {};
  std::optional<std::uint32_t> request_id = {};
  /// Of the request that a reply or a fragment belongs to, too.
  std::optional<std::string> operation = {};
  std::uint64_t every = 1;
  double probability = 1;
  std::optional<std::uint64_t> first = {};
};

enum class MessagePart { Header, Body };

/// A fault that can be armed. Fields that its kind has no use for keep their defaults.
struct Fault {
  std::string name = {};  ///< 1 to 64 printable ASCII characters; its kind when empty
  FaultKind kind = FaultKind::Delay;
  Match match = {};
  /// Of its random choices; drawn from the proxy's seed when absent.
  std::optional<std::uint64_t> seed = {};
  std::chrono::milliseconds delay{0};
  /// Added to the delay: uniformly drawn from zero to this.
  std::chrono::milliseconds jitter{0};
  /// Of the message, or of the connection's stream where the protocol is not GIOP.
  std::uint64_t after_octets = 0;
  std::uint64_t octets_per_second = 0;
  std::uint64_t piece_octets = 0;
  MessagePart part = MessagePart::Body;
  /// From the start of that part, or of the connection's stream where the protocol is not GIOP.
  std::uint64_t offset = 0;
  std::uint8_t mask = 0xff;
};

/// Whether the proxy reads GIOP, or passes chunks of any protocol on. Of a chunk only the direction
/// is known, and it can be delayed, withheld, cut, reset, throttled, sliced and flipped.
enum class Protocol { Giop, Bytes };

/// The fault as it will be armed: with a name, duplicate and drop narrowed to replies. Throws
/// orb_client::ConfigError, one line, for a field out of its range and for a kind or a match that
/// the protocol does not know.
Fault checked(Fault fault, Protocol protocol);

/// What became of a fault since it was armed.
struct FaultStatistics {
  std::uint64_t id = 0;
  Fault fault = {};
  std::uint64_t seed = 0;
  bool armed = true;
  std::uint64_t matched = 0;  ///< messages that fit
  std::uint64_t hits = 0;     ///< of these, the ones that it was to strike
  std::uint64_t effects = 0;  ///< of these, the ones where it changed something
};

/// One line for each fault, armed still or not, that changed nothing.
std::vector<std::string> without_effect(const std::vector<FaultStatistics>& faults);

/// Reads {"faults": [{"fault": "delay", "delay_ms": 20, "match": {"operation": "ping"}}, ...]};
/// README.md beside this file lists the keys. Throws orb_client::ConfigError: one line that names
/// source, fault and mistake.
std::vector<Fault> parse_faults(std::string_view text, const std::string& source,
                                Protocol protocol);

/// The same from a file of at most 1 MiB.
std::vector<Fault> read_faults(const std::string& path, Protocol protocol);

/// One fault: a JSON object as above, or KIND[:KEY=VALUE,...] with the keys of the object and of
/// its match in one row: "delay:delay_ms=20,operation=ping". Throws orb_client::ConfigError.
Fault parse_fault(const std::string& text, Protocol protocol);

}  // namespace orbbench::faults

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "faults/giop_message.hpp"
#include "faults/treatment.hpp"

namespace orbbench::faults {

/// A reply that a fault drops or duplicates, with all its fragments.
struct FragmentedReply {
  bool dropped = false;
  std::optional<Treatment::Step> duplicate = {};
  std::vector<std::uint8_t> copy = {};
};

/// The replies of a connection that faults drop or duplicate, from their first fragment to their
/// last. Knows at most 64 at a time. For one thread.
class ReplyCopies {
 public:
  explicit ReplyCopies(std::size_t most_octets) : most_octets_(most_octets) {}

  /// The reply to which a message belongs that begins now: the one just struck, or the one that it
  /// is a fragment of. Null when no fault is to do with it, or when there are too many already.
  std::shared_ptr<FragmentedReply> follow(const GiopMessage& message, const Treatment& treatment);

  /// Adds to the copy. A reply whose copy is too large is not duplicated.
  void copy(FragmentedReply& reply, std::span<const std::uint8_t> octets);
  void forget(FragmentedReply& reply);

 private:
  std::shared_ptr<FragmentedReply> find(const GiopMessage& fragment);

  std::size_t most_octets_;
  std::size_t octets_ = 0;
  /// By request id, until their last fragment.
  std::map<std::uint32_t, std::shared_ptr<FragmentedReply>> replies_;
  /// A fragment of GIOP 1.1 has no request id, and belongs to the message before.
  std::uint32_t last_request_id_ = 0;
};

}  // namespace orbbench::faults

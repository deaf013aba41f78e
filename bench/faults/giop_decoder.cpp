#include "faults/giop_decoder.hpp"

#include <algorithm>

#include "faults/giop_head.hpp"

namespace orbbench::faults {

std::vector<Piece> GiopDecoder::feed(std::span<const std::uint8_t> octets) {
  pending_.insert(pending_.end(), octets.begin(), octets.end());
  std::vector<Piece> pieces;
  while (taken_ < pending_.size() && advance(pieces)) {
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  return pieces;
}

std::vector<std::uint8_t> GiopDecoder::flush() {
  is_giop_ = is_giop_ && pending_.empty();
  return take(pending_.size());
}

std::span<const std::uint8_t> GiopDecoder::waiting() const {
  return std::span(pending_).subspan(taken_);
}

std::vector<std::uint8_t> GiopDecoder::take(std::uint64_t most) {
  const auto taken = waiting().first(std::min<std::uint64_t>(most, waiting().size()));
  taken_ += taken.size();
  return {taken.begin(), taken.end()};
}

bool GiopDecoder::advance(std::vector<Piece>& pieces) {
  if (!is_giop_) {
    pieces.push_back({.begins = std::nullopt, .ends = false, .octets = take(pending_.size())});
    return true;
  }
  if (octets_left_ == 0) {
    return begin_message(pieces);
  }
  Piece& piece = pieces.emplace_back();
  piece.octets = take(octets_left_);
  octets_left_ -= piece.octets.size();
  piece.ends = octets_left_ == 0;
  return true;
}

bool GiopDecoder::begin_message(std::vector<Piece>& pieces) {
  GiopMessage message;
  const HeadState frame = read_frame(waiting(), message);
  if (frame == HeadState::Incomplete) {
    return false;
  }
  if (frame == HeadState::Unreadable || message.octets > limits_.largest_message_octets) {
    is_giop_ = false;
    return true;
  }
  if (read_head(waiting(), message) == HeadState::Incomplete &&
      waiting().size() < std::min<std::uint64_t>(limits_.largest_head_octets, message.octets)) {
    return false;
  }
  Piece& piece = pieces.emplace_back();
  piece.octets = take(message.octets);
  octets_left_ = message.octets - piece.octets.size();
  piece.ends = octets_left_ == 0;
  piece.begins = std::move(message);
  return true;
}

}  // namespace orbbench::faults

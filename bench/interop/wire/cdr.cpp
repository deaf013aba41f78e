#include "interop/wire/cdr.hpp"

namespace orbbench::interop {
namespace {

std::size_t padding(std::size_t place, std::size_t boundary) {
  return (boundary - place % boundary) % boundary;
}

// Where the octet of that significance (0 the least) stands in a number of that size.
std::size_t place_of(std::size_t significance, std::size_t size, std::endian order) {
  return order == std::endian::little ? significance : size - 1 - significance;
}

}  // namespace

void CdrWriter::align(std::size_t boundary) {
  octets_.resize(octets_.size() + padding(octets_.size(), boundary));
}

void CdrWriter::number(std::uint64_t value, std::size_t size) {
  align(size);
  const std::size_t start = octets_.size();
  octets_.resize(start + size);
  for (std::size_t i = 0; i < size; ++i) {
    octets_[start + place_of(i, size, order_)] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

void CdrWriter::string(std::string_view text) {
  u32(static_cast<std::uint32_t>(text.size() + 1));
  octets_.insert(octets_.end(), text.begin(), text.end());
  octets_.push_back(0);
}

void CdrWriter::sequence(std::span<const std::uint8_t> octets) {
  u32(static_cast<std::uint32_t>(octets.size()));
  raw(octets);
}

void CdrWriter::raw(std::span<const std::uint8_t> octets) {
  octets_.insert(octets_.end(), octets.begin(), octets.end());
}

void CdrWriter::patch_u32(std::size_t place, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    octets_[place + place_of(i, 4, order_)] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

void CdrReader::demand(std::size_t count) const {
  if (count > left()) {
    throw WireError("the message ends " + std::to_string(count - left()) +
                    " octets before its content does");
  }
}

void CdrReader::align(std::size_t boundary) {
  const std::size_t gap = padding(place_, boundary);
  demand(gap);
  place_ += gap;
}

std::uint64_t CdrReader::number(std::size_t size) {
  align(size);
  demand(size);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value |= std::uint64_t{octets_[place_ + place_of(i, size, order_)]} << (8 * i);
  }
  place_ += size;
  return value;
}

std::string CdrReader::string() {
  const std::uint32_t length = u32();
  if (length == 0) {
    throw WireError("a string without its final zero");
  }
  const Octets text = raw(length);
  return {text.begin(), text.end() - 1};
}

Octets CdrReader::sequence() {
  const std::uint32_t length = u32();
  return raw(length);
}

Octets CdrReader::raw(std::size_t count) {
  demand(count);
  const auto start = octets_.begin() + static_cast<std::ptrdiff_t>(place_);
  place_ += count;
  return {start, start + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace orbbench::interop

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::interop {

using Octets = std::vector<std::uint8_t>;

/// What came from a peer is not what its headers promise. One line.
class WireError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Marshals into octets as CDR (CORBA 3.3 part 2, 9.3), in either byte order. Alignment counts from
/// the start of what was written: that of a GIOP message, or of an encapsulation.
class CdrWriter {
 public:
  explicit CdrWriter(std::endian order) : order_(order) {}

  std::endian order() const { return order_; }

  void align(std::size_t boundary);
  void octet(std::uint8_t value) { octets_.push_back(value); }
  void number(std::uint64_t value, std::size_t size);  ///< aligned; size 1, 2, 4, 8
  void u16(std::uint16_t value) { number(value, 2); }
  void u32(std::uint32_t value) { number(value, 4); }
  void string(std::string_view text);  ///< with its length and final zero
  void sequence(std::span<const std::uint8_t> octets);
  void raw(std::span<const std::uint8_t> octets);

  /// Writes over an unsigned long that was written at that place.
  void patch_u32(std::size_t place, std::uint32_t value);

  std::size_t size() const { return octets_.size(); }
  const Octets& octets() const { return octets_; }

 private:
  std::endian order_;
  Octets octets_;
};

/// Reads CDR from octets that outlive it. Throws WireError beyond their end.
class CdrReader {
 public:
  CdrReader(std::span<const std::uint8_t> octets, std::endian order, std::size_t place = 0)
      : octets_(octets), order_(order), place_(place) {}

  void align(std::size_t boundary);
  std::uint8_t octet() { return static_cast<std::uint8_t>(number(1)); }
  std::uint64_t number(std::size_t size);
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::string string();
  Octets sequence();
  Octets raw(std::size_t count);

  std::size_t place() const { return place_; }
  std::size_t left() const { return octets_.size() - place_; }

 private:
  void demand(std::size_t count) const;

  std::span<const std::uint8_t> octets_;
  std::endian order_;
  std::size_t place_;
};

}  // namespace orbbench::interop

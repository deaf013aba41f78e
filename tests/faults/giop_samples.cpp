#include "giop_samples.hpp"

namespace orbbench::tests {
namespace {

using faults::ByteOrder;
using faults::MessageType;

class CdrWriter {
 public:
  CdrWriter(const Encoding& encoding, MessageType type) : encoding_(encoding) {
    octets_ = {
        'G', 'I', 'O', 'P', 1, encoding.minor_version, flags(), static_cast<std::uint8_t>(type)};
    write_ulong(0);
  }

  void write_octets(std::size_t count, std::uint8_t value = 0) {
    octets_.insert(octets_.end(), count, value);
  }

  void write_ulong(std::uint32_t value) {
    write_octets((4 - octets_.size() % 4) % 4);
    write_number(value, 4);
  }

  void write_ushort(std::uint16_t value) {
    write_octets(octets_.size() % 2);
    write_number(value, 2);
  }

  void write_sequence(std::uint32_t count) {
    write_ulong(count);
    write_octets(count, 0x5a);
  }

  void write_string(const std::string& text) {
    write_ulong(static_cast<std::uint32_t>(text.size() + 1));
    octets_.insert(octets_.end(), text.begin(), text.end());
    octets_.push_back(0);
  }

  void write_contexts() {
    write_ulong(2);
    for (const std::uint32_t octets : {8U, 3U}) {
      write_ulong(1);
      write_sequence(octets);
    }
  }

  OctetVector finish() {
    OctetVector whole = octets_;
    octets_.resize(8);
    write_number(static_cast<std::uint32_t>(whole.size() - faults::kGiopHeaderOctets), 4);
    std::copy(octets_.begin(), octets_.end(), whole.begin());
    return whole;
  }

 private:
  std::uint8_t flags() const {
    const bool little = encoding_.byte_order == ByteOrder::LittleEndian;
    return static_cast<std::uint8_t>((little ? 1 : 0) | (encoding_.fragments_follow ? 2 : 0));
  }

  void write_number(std::uint32_t value, unsigned octets) {
    for (unsigned index = 0; index < octets; ++index) {
      const bool little = encoding_.byte_order == ByteOrder::LittleEndian;
      const unsigned shift = 8 * (little ? index : octets - 1 - index);
      octets_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }

  Encoding encoding_;
  OctetVector octets_;
};

}  // namespace

OctetVector sample_request(const Encoding& encoding, std::uint32_t request_id,
                           const std::string& operation, std::size_t body_octets) {
  CdrWriter writer(encoding, MessageType::Request);
  if (encoding.minor_version == 2) {
    writer.write_ulong(request_id);
    writer.write_octets(4, 3);
    writer.write_ushort(0);
    writer.write_sequence(7);
    writer.write_string(operation);
    writer.write_contexts();
  } else {
    writer.write_contexts();
    writer.write_ulong(request_id);
    writer.write_octets(encoding.minor_version == 0 ? 1 : 4, 1);
    writer.write_sequence(7);
    writer.write_string(operation);
    writer.write_ulong(0);
  }
  writer.write_octets(body_octets, 0xb0);
  return writer.finish();
}

OctetVector sample_reply(const Encoding& encoding, std::uint32_t request_id,
                         std::size_t body_octets) {
  CdrWriter writer(encoding, MessageType::Reply);
  if (encoding.minor_version != 2) {
    writer.write_contexts();
  }
  writer.write_ulong(request_id);
  writer.write_ulong(0);
  writer.write_octets(body_octets, 0xb1);
  return writer.finish();
}

OctetVector sample_fragment(const Encoding& encoding, std::uint32_t request_id,
                            std::size_t body_octets) {
  CdrWriter writer(encoding, MessageType::Fragment);
  if (encoding.minor_version == 2) {
    writer.write_ulong(request_id);
  }
  writer.write_octets(body_octets, 0xb2);
  return writer.finish();
}

OctetVector sample_close(const Encoding& encoding) {
  return CdrWriter(encoding, MessageType::CloseConnection).finish();
}

}  // namespace orbbench::tests

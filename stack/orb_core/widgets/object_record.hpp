#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"

namespace orbbench::orb_core {

struct PublishedAddress {
  std::string host;
  std::uint16_t port = 0;
};

struct ServantRecord {
  static constexpr Site kSite = Site::ServantRecord;
  std::chrono::steady_clock::time_point activated;
};

struct PoaPolicyList {
  static constexpr Site kSite = Site::PoaPolicyList;
  std::array<std::uint32_t, 4> types;  // PortableServer policy types in force for the object
};

struct EndpointAddress {
  static constexpr Site kSite = Site::EndpointAddress;
  std::array<char, 64> host;
  std::uint16_t port;
};

struct TaggedComponent {
  static constexpr Site kSite = Site::TaggedComponent;
  std::uint32_t tag;
  std::uint32_t value;
};

struct IorProfile {
  static constexpr Site kSite = Site::IorProfile;
  std::uint8_t major;
  std::uint8_t minor;
  Owned<EndpointAddress> address;
  Owned<TaggedComponent> orb_type;
};

struct ObjectReference {
  static constexpr Site kSite = Site::ObjectReference;
  std::string_view repository_id;
  Owned<IorProfile> profile;
};

struct ReferenceCounter {
  static constexpr Site kSite = Site::ReferenceCounter;
  std::atomic<std::uint64_t> handed_out;
};

/// What the object adapter keeps of one active object: its identity, servant, policies and the
/// reference that it is known by.
class ObjectRecord {
 public:
  ObjectRecord(std::int64_t widget_id, const PublishedAddress& address);

  std::string_view object_id() const { return object_id_.text(); }
  std::chrono::duration<double> lifetime() const;
  void note_reference() { ++references_->handed_out; }

 private:
  OwnedOctets<Site::ObjectId> object_id_;
  OwnedOctets<Site::ObjectKey> object_key_;
  Owned<ServantRecord> servant_;
  Owned<PoaPolicyList> policies_;
  Owned<ObjectReference> reference_;
  Owned<ReferenceCounter> references_;
};

}  // namespace orbbench::orb_core

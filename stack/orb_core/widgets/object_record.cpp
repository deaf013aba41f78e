#include "widgets/object_record.hpp"

#include <algorithm>

namespace orbbench::orb_core {
namespace {

// CORBA 3.3 part 1, 15.4: the POA policies by their PolicyType numbers.
constexpr std::array<std::uint32_t, 4> kPolicies{17, 19, 21, 22};
constexpr std::uint32_t kTagOrbType = 0;            // part 2, 7.6.6
constexpr std::uint32_t kOmniOrbType = 0x41545400;  // as omniORB states its own

Owned<ObjectReference> make_reference(const PublishedAddress& published) {
  auto address = make_owned<EndpointAddress>();
  const std::size_t length = std::min(published.host.size(), address->host.size() - 1);
  std::copy_n(published.host.begin(), length, address->host.begin());
  address->port = published.port;
  auto profile = make_owned<IorProfile>(std::uint8_t{1}, std::uint8_t{2}, std::move(address),
                                        make_owned<TaggedComponent>(kTagOrbType, kOmniOrbType));
  return make_owned<ObjectReference>("IDL:OrbCore/Widget:1.0", std::move(profile));
}

}  // namespace

ObjectRecord::ObjectRecord(std::int64_t widget_id, const PublishedAddress& address)
    : object_id_(std::to_string(widget_id)),
      object_key_("widgets/" + std::to_string(widget_id)),
      servant_(make_owned<ServantRecord>(std::chrono::steady_clock::now())),
      policies_(make_owned<PoaPolicyList>(kPolicies)),
      reference_(make_reference(address)),
      references_(make_owned<ReferenceCounter>()) {}

std::chrono::duration<double> ObjectRecord::lifetime() const {
  return std::chrono::steady_clock::now() - servant_->activated;
}

}  // namespace orbbench::orb_core

#include "lane_reference.hpp"

#include <omniORB4/omniConnectionMgmt.h>
#include <omniORB4/omniIOR.h>
#include <omniORB4/omniObjRef.h>

namespace orbbench::orb_client {
namespace {

constexpr CORBA::ULong kOneConnection = 1;
constexpr CORBA::ULong kOneThread = 1;  // keeps the oneways of a lane in their order
constexpr bool kDataBatch = false;
constexpr bool kPermitInterleaved = false;
constexpr bool kServerHoldOpen = true;

[[noreturn]] void refuse() {
  throw CORBA::INV_OBJREF(0, CORBA::COMPLETED_YES);
}

IIOP::ProfileBody read_profile(omniIOR& reference) {
  const CORBA::Long selected = reference.addr_selected_profile_index();
  const IOP::TaggedProfileList& profiles = reference.iopProfiles();
  if (selected < 0 || profiles[static_cast<CORBA::ULong>(selected)].tag != IOP::TAG_INTERNET_IOP) {
    refuse();
  }
  IIOP::ProfileBody body;
  IIOP::unmarshalProfile(profiles[static_cast<CORBA::ULong>(selected)], body);
  return body;
}

bool is_address(IOP::ComponentId tag) {
  return tag == IOP::TAG_ALTERNATE_IIOP_ADDRESS || tag == IOP::TAG_SSL_SEC_TRANS ||
         tag == IOP::TAG_CSI_SEC_MECH_LIST || tag == IOP::TAG_OMNIORB_UNIX_TRANS;
}

enum class Keep { Addresses, OtherThanAddresses };

void append_components(IOP::MultipleComponentProfile& to, const IOP::MultipleComponentProfile& from,
                       Keep keep) {
  for (CORBA::ULong i = 0; i < from.length(); ++i) {
    if (is_address(from[i].tag) == (keep == Keep::Addresses)) {
      const CORBA::ULong end = to.length();
      to.length(end + 1);
      to[end] = from[i];
    }
  }
}

IIOP::ProfileBody replace_address(const IIOP::ProfileBody& object, const IIOP::ProfileBody& root) {
  IIOP::ProfileBody moved;
  moved.version = root.version;
  moved.address = root.address;
  moved.object_key = object.object_key;
  append_components(moved.components, object.components, Keep::OtherThanAddresses);
  append_components(moved.components, root.components, Keep::Addresses);
  return moved;
}

CORBA::Object_ptr make_reference(const char* repository_id, const IIOP::ProfileBody& body) {
  IOP::TaggedProfileList_var profiles = new IOP::TaggedProfileList(1);
  profiles->length(1);
  IIOP::encodeProfile(body, profiles[0]);
  auto* reference = new omniIOR(CORBA::string_dup(repository_id), profiles._retn());
  omniObjRef* made = omni::createObjRef(CORBA::Object::_PD_repoId, reference, false);
  return static_cast<CORBA::Object_ptr>(made->_ptrToObjRef(CORBA::Object::_PD_repoId));
}

}  // namespace

CORBA::Object_ptr restrict_to_connection(CORBA::Object_ptr object, std::uint32_t connection_id) {
  return omniConnectionMgmt::makeRestrictedReference(object, connection_id, kOneConnection,
                                                     kOneThread, kDataBatch, kPermitInterleaved,
                                                     kServerHoldOpen);
}

CORBA::Object_ptr move_to_lane(CORBA::Object_ptr object, CORBA::Object_ptr root,
                               std::uint32_t connection_id) {
  if (CORBA::is_nil(object) || object->_NP_is_pseudo()) {
    refuse();
  }
  const omniIOR_var object_reference(object->_PR_getobj()->_getIOR());
  const omniIOR_var root_reference(root->_PR_getobj()->_getIOR());
  const IIOP::ProfileBody body =
      replace_address(read_profile(*object_reference), read_profile(*root_reference));
  const CORBA::Object_var moved = make_reference(object_reference->repositoryID(), body);
  return restrict_to_connection(moved, connection_id);
}

IIOP::Address read_address(CORBA::Object_ptr object) {
  const omniIOR_var reference(object->_PR_getobj()->_getIOR());
  return read_profile(*reference).address;
}

CORBA::Object_ptr move_to_address(CORBA::Object_ptr object, const char* host, CORBA::UShort port) {
  const omniIOR_var reference(object->_PR_getobj()->_getIOR());
  const IIOP::ProfileBody given = read_profile(*reference);
  IIOP::ProfileBody body;
  body.version = given.version;
  body.address.host = host;
  body.address.port = port;
  body.object_key = given.object_key;
  append_components(body.components, given.components, Keep::OtherThanAddresses);
  return make_reference(reference->repositoryID(), body);
}

}  // namespace orbbench::orb_client

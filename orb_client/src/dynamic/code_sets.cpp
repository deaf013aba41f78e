#include "code_sets.hpp"

// In this order: the internal header needs the others.
#include <omniORB4/CORBA.h>
#include <omniORB4/codeSets.h>
//
#include <omniORB4/internal/orbParameters.h>

#include <mutex>

namespace orbbench::orb_client {
namespace {

using omni::omniCodeSet;

void choose_code_sets() {
  const GIOP::Version version = {1, 2};
  if (omni::orbParameters::nativeCharCodeSet == nullptr) {
    omni::orbParameters::nativeCharCodeSet = omniCodeSet::getNCS_C(omniCodeSet::ID_8859_1);
  }
  if (omni::orbParameters::nativeWCharCodeSet == nullptr) {
    omni::orbParameters::nativeWCharCodeSet = omniCodeSet::getNCS_W(omniCodeSet::ID_UTF_16);
  }
  if (omni::orbParameters::anyCharCodeSet == nullptr) {
    omni::orbParameters::anyCharCodeSet = omniCodeSet::getTCS_C(omniCodeSet::ID_8859_1, version);
  }
  if (omni::orbParameters::anyWCharCodeSet == nullptr) {
    omni::orbParameters::anyWCharCodeSet = omniCodeSet::getTCS_W(omniCodeSet::ID_UTF_16, version);
  }
}

}  // namespace

void ensure_code_sets() {
  static std::once_flag chosen;
  std::call_once(chosen, choose_code_sets);
}

}  // namespace orbbench::orb_client

#include "peer_servants.hpp"

namespace orbbench::interop_peer {
namespace {

/// Another value of the same type where one is at hand, otherwise NO_IMPLEMENT.
CORBA::Any spoiled(const CORBA::Any& value) {
  CORBA::Any other;
  CORBA::Short number = 0;
  CORBA::Long long_number = 0;
  const char* text = nullptr;
  if (value >>= number) {
    other <<= static_cast<CORBA::Short>(number ^ 1);
  } else if (value >>= long_number) {
    other <<= static_cast<CORBA::Long>(long_number ^ 1);
  } else if (value >>= text) {
    other <<= (std::string(text) + "!").c_str();
  } else {
    throw CORBA::NO_IMPLEMENT(0, CORBA::COMPLETED_NO);
  }
  return other;
}

}  // namespace

void DynamicServant::invoke(CORBA::ServerRequest_ptr request) {
  if (!answer(request)) {
    throw CORBA::BAD_OPERATION(0, CORBA::COMPLETED_NO);
  }
}

CORBA::NVList_ptr DynamicServant::new_list() {
  CORBA::NVList_ptr list = nullptr;
  orb_->create_list(0, list);
  return list;
}

void DynamicServant::take_no_arguments(CORBA::ServerRequest_ptr request) {
  CORBA::NVList_ptr none = new_list();  // the request adopts it
  request->arguments(none);
}

const CORBA::Any& DynamicServant::take_argument(CORBA::ServerRequest_ptr request,
                                                CORBA::TypeCode_ptr type) {
  CORBA::NVList_ptr arguments = new_list();  // the request adopts it
  arguments->add(CORBA::ARG_IN)->value()->replace(type, nullptr);
  request->arguments(arguments);
  return *arguments->item(0)->value();
}

void DynamicServant::echo(CORBA::ServerRequest_ptr request, CORBA::TypeCode_ptr type) {
  const CORBA::Any& value = take_argument(request, type);
  request->set_result(is_broken(request->operation()) ? spoiled(value) : value);
}

bool EchoPeer::answer(CORBA::ServerRequest_ptr request) {
  if (std::string_view(request->operation()) != "echoString") {
    return false;
  }
  echo(request, CORBA::_tc_string);
  return true;
}

}  // namespace orbbench::interop_peer

#pragma once

#include <omniORB4/CORBA.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orbbench::interop_peer {

/// Operations that are to be answered wrongly, so that a test can see a case fail.
using BrokenOperations = std::set<std::string>;

/// A servant over the dynamic skeleton interface (CORBA 3.3 part 1, 12): no generated skeleton
/// stands between it and the ORB, so it has none in common with the reference core. The ORB's
/// threads call it.
class DynamicServant : public PortableServer::DynamicImplementation {
 public:
  DynamicServant(CORBA::ORB_ptr orb, std::string repository_id, BrokenOperations broken)
      : orb_(CORBA::ORB::_duplicate(orb)),
        repository_id_(std::move(repository_id)),
        broken_(std::move(broken)) {}

  const std::string& repository_id() const { return repository_id_; }

  void invoke(CORBA::ServerRequest_ptr request) override;
  char* _primary_interface(const PortableServer::ObjectId&, PortableServer::POA_ptr) override {
    return CORBA::string_dup(repository_id_.c_str());
  }

  CORBA::Boolean _is_a(const char* repository_id) override {
    return repository_id == repository_id_ ||
           std::string_view(repository_id) == "IDL:omg.org/CORBA/Object:1.0";
  }

 protected:
  /// Answers a request; false for an operation that the interface does not have. What it throws is
  /// the answer.
  virtual bool answer(CORBA::ServerRequest_ptr request) = 0;

  bool is_broken(const std::string& operation) const { return broken_.contains(operation); }

  CORBA::NVList_ptr new_list();

  /// Has the arguments of an operation without parameters read, as the interface demands.
  void take_no_arguments(CORBA::ServerRequest_ptr request);

  /// Takes the one in parameter, of that type. Valid as long as the request.
  const CORBA::Any& take_argument(CORBA::ServerRequest_ptr request, CORBA::TypeCode_ptr type);

  /// Returns the one in parameter, or another value where broken.
  void echo(CORBA::ServerRequest_ptr request, CORBA::TypeCode_ptr type);

 private:
  CORBA::ORB_var orb_;
  std::string repository_id_;
  BrokenOperations broken_;
};

class EchoPeer : public DynamicServant {
 public:
  EchoPeer(CORBA::ORB_ptr orb, BrokenOperations broken)
      : DynamicServant(orb, "IDL:Echo:1.0", std::move(broken)) {}

 private:
  bool answer(CORBA::ServerRequest_ptr request) override;
};

class AllTypesPeer : public DynamicServant {
 public:
  AllTypesPeer(CORBA::ORB_ptr orb, BrokenOperations broken);

 private:
  bool answer(CORBA::ServerRequest_ptr request) override;
  bool answer_exception(CORBA::ServerRequest_ptr request);
  bool answer_attribute(CORBA::ServerRequest_ptr request);

  std::mutex mutex_;
  CORBA::Long counter_ = 0;
  CORBA::Any color_;
};

/// A parameter of all_functions: a short, or the one long.
using Parameters = std::vector<std::int64_t>;

class AllFunctionsPeer : public DynamicServant {
 public:
  AllFunctionsPeer(CORBA::ORB_ptr orb, BrokenOperations broken)
      : DynamicServant(orb, "IDL:all_functions:1.0", std::move(broken)) {}

 private:
  bool answer(CORBA::ServerRequest_ptr request) override;
  bool answer_oneway(CORBA::ServerRequest_ptr request);
  std::int64_t oneway_value();

  std::mutex mutex_;
  CORBA::Short attribute_ = 0;
  std::pair<std::int64_t, std::int64_t> oneway_values_{0, 0};  // at once, later
  std::chrono::steady_clock::time_point oneway_change_;
};

}  // namespace orbbench::interop_peer

#pragma once

namespace orbbench::orb_client {

/// Has omniORB know its code sets before there is an ORB: without them it can put no character into
/// CDR. ORB_init, which sees to it otherwise, then finds what it would have chosen itself.
void ensure_code_sets();

}  // namespace orbbench::orb_client

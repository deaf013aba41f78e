--  An any as the core works with it: the container, its type, and its content
--  in octets

with CORBA;
with Plain_Values;

private with Owned_Objects;
private with Owned_Octets;
private with Sites;

package Held_Anys is

   type Held_Any is limited private;
   --  Nothing at first

   procedure Hold (Self : in out Held_Any; Item : CORBA.Any);

   function Item (Self : Held_Any) return CORBA.Any;

   function Value (Self : Held_Any) return Plain_Values.Value;

private

   type Container is record
      Item : CORBA.Any;
   end record;

   type Type_Record is record
      Is_Of : Plain_Values.Kind;
   end record;

   package Containers is new Owned_Objects (Sites.Any_Container, Container);
   package Types is new Owned_Objects (Sites.Type_Code, Type_Record);
   package Contents is new Owned_Octets (Sites.Any_Content);

   type Held_Any is limited record
      Own     : Containers.Owned;
      Of_Type : Types.Owned;
      Content : Contents.Owned;
   end record;

end Held_Anys;

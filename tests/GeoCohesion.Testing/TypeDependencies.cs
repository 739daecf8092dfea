using System.Reflection;
using System.Reflection.Emit;

namespace GeoCohesion.Testing;

/// <summary>Which types a type uses, read from its compiled code: signatures, fields, attributes excluded, and every token of its method bodies.</summary>
public static class TypeDependencies
{
    const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Types that <paramref name="type"/> uses, element and argument types taken apart; members by <c>Type.Member</c> come from <see cref="MembersUsedBy"/>.</summary>
    public static IReadOnlySet<Type> TypesUsedBy(Type type)
    {
        var used = new HashSet<Type>();
        Add(type.BaseType);
        foreach (var contract in type.GetInterfaces())
        {
            Add(contract);
        }

        foreach (var field in type.GetFields(Everything))
        {
            Add(field.FieldType);
        }

        foreach (var method in Methods(type))
        {
            Add((method as MethodInfo)?.ReturnType);
            foreach (var parameter in method.GetParameters())
            {
                Add(parameter.ParameterType);
            }

            foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
            {
                Add(local.LocalType);
            }

            foreach (var member in MembersOf(method))
            {
                Add(member as Type ?? member.DeclaringType);
                Add((member as FieldInfo)?.FieldType ?? (member as MethodInfo)?.ReturnType);
            }
        }

        return used;

        void Add(Type? candidate)
        {
            if (candidate is null || candidate.IsGenericParameter)
            {
                return;
            }

            if (candidate.HasElementType)
            {
                Add(candidate.GetElementType());
                return;
            }

            if (candidate.IsConstructedGenericType)
            {
                foreach (var argument in candidate.GenericTypeArguments)
                {
                    Add(argument);
                }

                candidate = candidate.GetGenericTypeDefinition();
            }

            used.Add(candidate);
        }
    }

    /// <summary>Methods and fields that the code of <paramref name="type"/> names.</summary>
    public static IEnumerable<MemberInfo> MembersUsedBy(Type type) => Methods(type).SelectMany(MembersOf);

    static IEnumerable<MethodBase> Methods(Type type) => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything));

    static IEnumerable<MemberInfo> MembersOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            at += code[at] == 0xFE ? 2 : 1;
            var operand = s_opCodes[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments) is { } member)
            {
                yield return member;
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}

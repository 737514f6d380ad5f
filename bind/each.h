/* each.h: HF_PRIVATE_FOR(M, c, a, b, ...) is M(c, a) M(c, b) ..., for 1 to 128
 * of them. C has no other way to say a thing once for each of a list. Private
 * to bind/.
 */
#ifndef HF_BIND_EACH_H
#define HF_BIND_EACH_H

enum { HF_PRIVATE_MOST = 128 };

#define HF_PRIVATE_FOR(M, c, ...)                                              \
    HF_PRIVATE_FOR_ALL_OF(__VA_ARGS__)(M, c, __VA_ARGS__)

/* HF_PRIVATE_FOR_3, of three: where many macros are for the same list, it is counted
 * once, since to count takes the compiler longer than all else here. */
#define HF_PRIVATE_FOR_ALL_OF(...)                                             \
    HF_PRIVATE_FOR_NUMBER(HF_PRIVATE_HOW_MANY(__VA_ARGS__))
#define HF_PRIVATE_FOR_NUMBER(n) HF_PRIVATE_FOR_NUMBER_(n)
#define HF_PRIVATE_FOR_NUMBER_(n) HF_PRIVATE_FOR_##n

/* The number that is pushed to the place of n by as many arguments. */
#define HF_PRIVATE_HOW_MANY(...)                                               \
    HF_PRIVATE_NTH(                                                            \
        __VA_ARGS__, 128, 127, 126, 125, 124, 123, 122, 121, 120, 119, 118,    \
        117, 116, 115, 114, 113, 112, 111, 110, 109, 108, 107, 106, 105, 104,  \
        103, 102, 101, 100, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89, 88,    \
        87, 86, 85, 84, 83, 82, 81, 80, 79, 78, 77, 76, 75, 74, 73, 72, 71,    \
        70, 69, 68, 67, 66, 65, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54,    \
        53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37,    \
        36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20,    \
        19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, ~)
#define HF_PRIVATE_NTH(                                                        \
    _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16,     \
    _17, _18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, \
    _32, _33, _34, _35, _36, _37, _38, _39, _40, _41, _42, _43, _44, _45, _46, \
    _47, _48, _49, _50, _51, _52, _53, _54, _55, _56, _57, _58, _59, _60, _61, \
    _62, _63, _64, _65, _66, _67, _68, _69, _70, _71, _72, _73, _74, _75, _76, \
    _77, _78, _79, _80, _81, _82, _83, _84, _85, _86, _87, _88, _89, _90, _91, \
    _92, _93, _94, _95, _96, _97, _98, _99, _100, _101, _102, _103, _104,      \
    _105, _106, _107, _108, _109, _110, _111, _112, _113, _114, _115, _116,    \
    _117, _118, _119, _120, _121, _122, _123, _124, _125, _126, _127, _128, n, \
    ...)                                                                       \
    n

#define HF_PRIVATE_FOR_1(M, c, a) M(c, a)
#define HF_PRIVATE_FOR_2(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_1(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_3(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_2(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_4(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_3(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_5(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_4(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_6(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_5(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_7(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_6(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_8(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_7(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_9(M, c, a, ...)                                         \
    M(c, a) HF_PRIVATE_FOR_8(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_10(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_9(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_11(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_10(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_12(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_11(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_13(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_12(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_14(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_13(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_15(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_14(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_16(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_15(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_17(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_16(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_18(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_17(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_19(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_18(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_20(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_19(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_21(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_20(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_22(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_21(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_23(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_22(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_24(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_23(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_25(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_24(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_26(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_25(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_27(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_26(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_28(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_27(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_29(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_28(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_30(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_29(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_31(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_30(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_32(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_31(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_33(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_32(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_34(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_33(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_35(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_34(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_36(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_35(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_37(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_36(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_38(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_37(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_39(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_38(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_40(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_39(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_41(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_40(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_42(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_41(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_43(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_42(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_44(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_43(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_45(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_44(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_46(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_45(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_47(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_46(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_48(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_47(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_49(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_48(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_50(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_49(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_51(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_50(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_52(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_51(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_53(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_52(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_54(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_53(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_55(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_54(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_56(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_55(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_57(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_56(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_58(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_57(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_59(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_58(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_60(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_59(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_61(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_60(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_62(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_61(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_63(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_62(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_64(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_63(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_65(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_64(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_66(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_65(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_67(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_66(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_68(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_67(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_69(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_68(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_70(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_69(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_71(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_70(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_72(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_71(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_73(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_72(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_74(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_73(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_75(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_74(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_76(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_75(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_77(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_76(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_78(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_77(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_79(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_78(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_80(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_79(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_81(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_80(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_82(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_81(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_83(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_82(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_84(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_83(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_85(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_84(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_86(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_85(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_87(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_86(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_88(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_87(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_89(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_88(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_90(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_89(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_91(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_90(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_92(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_91(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_93(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_92(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_94(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_93(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_95(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_94(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_96(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_95(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_97(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_96(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_98(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_97(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_99(M, c, a, ...)                                        \
    M(c, a) HF_PRIVATE_FOR_98(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_100(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_99(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_101(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_100(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_102(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_101(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_103(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_102(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_104(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_103(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_105(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_104(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_106(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_105(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_107(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_106(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_108(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_107(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_109(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_108(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_110(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_109(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_111(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_110(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_112(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_111(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_113(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_112(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_114(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_113(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_115(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_114(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_116(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_115(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_117(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_116(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_118(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_117(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_119(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_118(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_120(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_119(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_121(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_120(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_122(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_121(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_123(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_122(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_124(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_123(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_125(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_124(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_126(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_125(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_127(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_126(M, c, __VA_ARGS__)
#define HF_PRIVATE_FOR_128(M, c, a, ...)                                       \
    M(c, a) HF_PRIVATE_FOR_127(M, c, __VA_ARGS__)

#endif /* HF_BIND_EACH_H */

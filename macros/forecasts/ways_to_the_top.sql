{#- -bends * way = slopes by elimination: common table expressions, the last of which is
    ways_to_the_top. A direction that bends up is taken as if it bent down, so that the
    way leads up (Gill, Murray 1974). A parameter at its end stays there while the slope
    leads beyond it. -#}
{% macro ways_to_the_top(judged, limits) %}
    free_axes as (
        select
            *,
            {%- for each in range(1, 5) %}
            case
                when place_{{ each }} <= {{ limits.least }} and slope_{{ each }} < 0 then 0
                when place_{{ each }} >= {{ limits.most }} and slope_{{ each }} > 0 then 0
                else 1
            end as free_{{ each }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ judged }}
    ),
    eliminated_0 as (
        select
            *,
            {%- for one in range(1, 5) %}
            slope_{{ one }} * free_{{ one }} as right_0_{{ one }},
            {%- for other in range(one, 5) %}
            {%- if one == other %}
            1 - free_{{ one }} - bend_{{ one }}{{ one }} * free_{{ one }}
            {%- else %}
            -bend_{{ one }}{{ other }} * free_{{ one }} * free_{{ other }}
            {%- endif %} as left_0_{{ one }}{{ other }}
            {{- ',' if not loop.last }}
            {%- endfor %}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from free_axes
    ),
    {%- for pivot in range(1, 5) %}
    {%- set before = pivot - 1 -%}
    {%- set divisor -%}
        greatest(abs(left_{{ before }}_{{ pivot }}{{ pivot }}), {{ limits.flat }})
    {%- endset %}
    eliminated_{{ pivot }} as (
        select
            *,
            {%- for one in range(pivot + 1, 5) %}
            right_{{ before }}_{{ one }} - left_{{ before }}_{{ pivot }}{{ one }}
            * right_{{ before }}_{{ pivot }} / {{ divisor }}
                as right_{{ pivot }}_{{ one }},
            {%- for other in range(one, 5) %}
            left_{{ before }}_{{ one }}{{ other }} - left_{{ before }}_{{ pivot }}{{ one }}
            * left_{{ before }}_{{ pivot }}{{ other }} / {{ divisor }}
                as left_{{ pivot }}_{{ one }}{{ other }},
            {%- endfor %}
            {%- endfor %}
            {{ divisor }} as divisor_{{ pivot }},
            left_{{ before }}_{{ pivot }}{{ pivot }} as pivot_{{ pivot }}
        from eliminated_{{ before }}
    ),
    {%- endfor %}
    {%- for one in range(4, 0, -1) %}
    solved_{{ one }} as (
        select
            *,
            (
                right_{{ one - 1 }}_{{ one }}
                {%- for other in range(one + 1, 5) %}
                - left_{{ one - 1 }}_{{ one }}{{ other }} * full_way_{{ other }}
                {%- endfor %}
            ) / divisor_{{ one }} as full_way_{{ one }}
        from {{ 'solved_' ~ (one + 1) if one < 4 else 'eliminated_4' }}
    ),
    {%- endfor %}
    shortened as (
        select
            *,
            least(1, {{ limits.longest }} / greatest(
                {%- for each in range(1, 5) %}
                abs(full_way_{{ each }}),
                {%- endfor %} 1e-9
            )) as part
        from solved_1
    ),
    ways_to_the_top as (
        select
            *,
            {%- for each in range(1, 5) %}
            least(greatest(
                place_{{ each }} + full_way_{{ each }} * part, {{ limits.least }}
            ), {{ limits.most }}) - place_{{ each }} as way_{{ each }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from shortened
    )
{% endmacro %}

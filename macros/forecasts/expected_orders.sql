{#- The purchase days to expect of a customer who is still there, one row per row of
    `cells`: its `keys`, and for each of the `periods` a column. The cells have x, t (in
    weeks), r, alpha, a, and kept: b + x, in MBG/NBD b + x + 1.
    Given that, the rate has a gamma distribution (r + x, alpha + t), and the chance p to be
    lost at an order a beta distribution (a, kept). Over the rate the mean is known:
    f(p) = (1 - (1 + p * weeks / (alpha + t)) ^ -(r + x)) / p. Over p the mean of the line
    from f(0) to f(1) is known, and that of the rest is a sum over `points` places where
    logit(p) = center + spread * sinh(place): there it falls off faster than any power
    (Takahasi, Mori 1974). 48 points are exact to six digits at the worst and to eleven as a
    rule, 32 to four and to nine. No hypergeometric function is needed, nothing overflows, a = 1 is no
    special case; and the places depend on a and kept alone, so that there are few. -#}
{% macro expected_orders_if_there(
    cells, keys, periods={'orders_if_there': 'weeks'}, points=48
) %}
    {%- set reach = 3.5 * points ** 0.5 -%}
    {%- set query -%}
    with

    chances as (

        select distinct
            a,
            kept,
            sqrt(1 / (a + 1) + 1 / (kept + 1)) as spread
        from {{ cells }} as cells

    ),

    -- Beyond these places is less than exp(-reach) of the whole.
    reaches as (

        select
            *,
            -asinh(sqrt(power({{ reach }} / (a + 1) / spread, 2) + {{ 2 * reach }}))
                as first_place,
            asinh(sqrt(power({{ reach }} / (kept + 1) / spread, 2) + {{ 2 * reach }}))
                as last_place
        from chances

    ),

    places as (

        select
            reaches.*,
            points.point,
            first_place + (last_place - first_place) * point / {{ points - 1 }} as place
        from reaches
        cross join (
            values
            {%- for point in range(points) %}
            ({{ point }}){{ ',' if not loop.last }}
            {%- endfor %}
        ) as points (point)

    ),

    logits as (

        select
            *,
            ln(a + 1) - ln(kept + 1) + spread * sinh(place) as logit
        from places

    ),

    -- The density is that of a beta distribution (a + 1, kept + 1), up to a factor.
    densities as (

        select
            *,
            exp(
                (a + 1)
                * (
                    ln((a + kept + 2) / (a + 1))
                    - greatest(-logit, 0) - ln(1 + exp(-abs(logit)))
                )
                + (kept + 1)
                * (
                    ln((a + kept + 2) / (kept + 1))
                    - greatest(logit, 0) - ln(1 + exp(-abs(logit)))
                )
            ) * cosh(place) as density
        from logits

    ),

    -- Point n stands for the chance 1 / inverse_n.
    points as (

        select
            a,
            kept,
            {%- for point in range(points) %}
            max(case when point = {{ point }} then 1 + exp(-logit) end)
                as inverse_{{ point }},
            max(
                case
                    when point = {{ point }}
                        then density * (1 + exp(-logit)) * (1 + exp(logit))
                end
            ) as weight_{{ point }}{{ ',' if not loop.last }}
            {%- endfor %}
        from densities
        group by a, kept

    ),

    -- The weights add up to one, with those of the chances 0 and 1 that the line needs.
    scales as (

        select
            *,
            a * kept / ((a + kept) * (a + kept + 1)) / (
                {%- for point in range(points) %}
                weight_{{ point }} / inverse_{{ point }} * (1 - 1 / inverse_{{ point }})
                {{- ' +' if not loop.last }}
                {%- endfor %}
            ) as scale
        from points

    ),

    weights as (

        select
            a,
            kept,
            kept / (a + kept) - scale * (
                {%- for point in range(points) %}
                weight_{{ point }} * (1 - 1 / inverse_{{ point }})
                {{- ' +' if not loop.last }}
                {%- endfor %}
            ) as weight_of_never,
            a / (a + kept) - scale * (
                {%- for point in range(points) %}
                weight_{{ point }} / inverse_{{ point }}{{ ' +' if not loop.last }}
                {%- endfor %}
            ) as weight_of_always,
            {%- for point in range(points) %}
            2 * inverse_{{ point }} as twice_{{ point }},
            scale * weight_{{ point }} * 2 * inverse_{{ point }} as weight_{{ point }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from scales

    )

    select
        {%- for key in keys %}
        cells.{{ key }},
        {%- endfor %}
        {%- for name in periods %}
        {%- set pause = 'cells.pause_' ~ loop.index %}
        weights.weight_of_never * cells.orders / {{ pause }}
        + weights.weight_of_always * (1 - power(1 + 1 / {{ pause }}, -cells.orders))
        -- 2 / (1 + 1 / tanh(y / 2)) is 1 - exp(-y), without loss for small y.
        {%- for point in range(points) %}
        + weights.weight_{{ point }} / (
            1 + 1 / tanh(
                cells.orders * atanh(1 / (1 + weights.twice_{{ point }} * {{ pause }}))
            )
        )
        {%- endfor %} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            *,
            r + x as orders
            {%- for weeks in periods.values() %},
            (alpha + t) / ({{ weeks }}) as pause_{{ loop.index }}
            {%- endfor %}
        from {{ cells }} as cells
    ) as cells
    inner join weights on cells.a = weights.a and cells.kept = weights.kept
    {%- endset -%}
    {#- Without indents: the catalog of a Spark in one process holds views of up to 32,700
        characters. -#}
    {{ modules.re.sub('\n +', '\n', query) }}
{% endmacro %}

{#- That a customer is still there. The cells have b and t_x (in weeks), too. -#}
{% macro there_probability() -%}
    1 / (
        1
        + case
            when kept > b
                then
                    a / (kept - 1)
                    * power((alpha + t) / (alpha + t_x), r + x)
            else 0
        end
    )
{%- endmacro %}

{% macro expected_orders() -%}
    orders_if_there * {{ there_probability() }}
{%- endmacro %}

{#- That a customer orders within the weeks: one who is there is lost only by an order. -#}
{% macro order_probability(weeks) -%}
    {{ there_probability() }}
    * (1 - power((alpha + t) / (alpha + t + {{ weeks }}), r + x))
{%- endmacro %}
